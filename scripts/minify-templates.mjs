import {transform} from 'esbuild';

const walk = (node, visit) => {
  if (!node || typeof node.type !== 'string') return;
  visit(node);
  for (const value of Object.values(node))
    if (Array.isArray(value)) value.forEach(child => walk(child, visit));
    else if (value && typeof value === 'object') walk(value, visit);
};

const escape = text => text.replace(/[\\`]|\$(?=\{)/g, '\\$&');

const oneSpace = text => text.replace(/\/\*[^]*?\*\//g, '').replace(/\s+/g, ' ');

// esbuild leaves the values of custom properties, and the fallbacks in `var()`, as they are.
const tighten = text =>
  text
    .trim()
    .replace(/([:,]) /g, '$1')
    .replace(inner, (_, [first]) => `--_${first}`);

/** Custom properties that only our own sheets know, each by its first letter; another that begins like one of these keeps its name. */
const inner = /--_(ink|soft|paper|line|accent|on-accent|radius|gap)\b/g;

const minifyCss = async parts =>
  parts.length > 1
    ? parts.map(part => oneSpace(part).replace(inner, (_, [first]) => `--_${first}`))
    : [tighten((await transform(parts[0], {loader: 'css', minify: true, target: 'esnext'})).code)];

// Runs of white space with a line break become one space: the rendering stays the same, also between inline elements.
const minifyHtml = parts => (/<(pre|textarea)\b/.test(parts.join('')) ? parts : parts.map(part => part.replace(/\s*\n\s*/g, ' ')));

/** A Rollup plugin: the insides of css`` and html`` templates as short as they can be without changing what is rendered. */
export const minifyTemplates = () => ({
  name: 'minify-templates',
  async transform(code, id) {
    if (id.includes('node_modules') || !/\b(css|html)`/.test(code)) return null;
    const templates = [];
    walk(this.parse(code), node => {
      if (node.type === 'TaggedTemplateExpression' && (node.tag.name === 'css' || node.tag.name === 'html')) templates.push(node);
    });
    const edits = [];
    for (const {tag, quasi} of templates) {
      const parts = quasi.quasis.map(part => part.value.cooked);
      const short = tag.name === 'css' ? await minifyCss(parts) : minifyHtml(parts);
      quasi.quasis.forEach(({start, end}, index) => edits.push({start, end, text: escape(short[index])}));
    }
    edits.sort((a, b) => b.start - a.start);
    const short = edits.reduce((text, edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end), code);
    return {code: short, map: null};
  },
});
