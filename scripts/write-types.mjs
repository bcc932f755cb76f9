import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {root} from './setup.mjs';

const folder = join(root, 'dist/types');

const camel = name => name.replace(/-./g, part => part[1].toUpperCase());

/** Types by name that the manifest's types use. */
const known = {Category: 'string', OwnTexts: "import('../npm/components/own-texts.js').OwnTexts"};
const eventType = name => `import('../npm/components/events.js').${name}`;

/** A number may be written as text, as it is in markup. */
const typeOf = ({type}) =>
  (type?.text ?? 'string')
    .replace(/ ?\| ?undefined$/, '')
    .replace(/\b(?:Category|OwnTexts)\b/g, name => known[name])
    .replace(/\bnumber\b/, 'number | string');

const comment = ({description = ''}, indent) => `${indent}/** ${description.replace(/\s+/g, ' ').replaceAll('*/', '* /')} */\n`;

const members = (items, nameOf, valueOf, indent) =>
  items.map(item => `${comment(item, indent)}${indent}'${nameOf(item)}'?: ${valueOf(item)};\n`).join('');

const handler = ({type}) => `((event: ${eventType(type.text)}) => void) | undefined`;
const given = attribute => `${typeOf(attribute)} | undefined`;

const own = ({attributes = [], events = []}, {attribute, event}, indent) =>
  members(attributes, ({name}) => attribute(name), given, indent) + members(events, ({name}) => event(name), handler, indent);

const perElement = (elements, line) =>
  elements.map(element => `${comment({description: element.summary}, '    ')}    ${line(element)}`).join('');

const react = elements => `import type {DetailedHTMLProps, HTMLAttributes} from 'react';
import '../npm/components/define-all.js';

type Host<Tag extends keyof HTMLElementTagNameMap> = DetailedHTMLProps<HTMLAttributes<HTMLElementTagNameMap[Tag]>, HTMLElementTagNameMap[Tag]> & {
  class?: string | undefined;
};

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
${perElement(
  elements,
  element => `'${element.tagName}': Host<'${element.tagName}'> & {
${own(element, {attribute: name => name, event: name => `on${name}`}, '      ')}    };
`,
)}    }
  }
}
`;

const vue = elements => `import type {HTMLAttributes, PublicProps} from 'vue';
import '../npm/components/define-all.js';

declare module 'vue' {
  interface GlobalComponents {
${perElement(
  elements,
  element => `'${element.tagName}': new () => {
      $props: PublicProps & HTMLAttributes & {
${own(element, {attribute: camel, event: name => `on${camel(`-${name}`)}`}, '        ')}      };
    };
`,
)}  }
}
`;

const svelte = elements => `import type {HTMLAttributes} from 'svelte/elements';
import '../npm/components/define-all.js';

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
${perElement(
  elements,
  element => `'${element.tagName}': HTMLAttributes<HTMLElementTagNameMap['${element.tagName}']> & {
${own(element, {attribute: name => name, event: name => `on${name}`}, '      ')}    };
`,
)}  }
}
`;

/** Words that an attribute may be: `'auto'|'manual'`. */
const valuesOf = ({type}) => [...(type?.text ?? '').matchAll(/'([^']+)'/g)].map(([, name]) => ({name}));

/** https://code.visualstudio.com/api/extension-guides/custom-data-extension */
const editorData = elements => ({
  version: 1.1,
  tags: elements.map(({tagName, summary, attributes = []}) => ({
    name: tagName,
    description: summary,
    attributes: attributes.map(attribute => ({
      name: attribute.name,
      description: attribute.description,
      ...(attribute.type?.text.startsWith('boolean') && {valueSet: 'v'}),
      values: valuesOf(attribute),
    })),
  })),
});

/**
 * Writes into `dist/types`, from the elements' manifest, what TSX, Vue's and Svelte's templates and editors know our tags by. Each module is
 * empty at run time, so that a bundler which meets the import of one has something to find.
 */
export const writeTypes = () => {
  const {modules} = JSON.parse(readFileSync(join(root, 'dist/custom-elements.json'), 'utf8'));
  const elements = modules
    .flatMap(({declarations = []}) => declarations)
    .filter(({tagName}) => tagName)
    .sort((one, other) => (one.tagName < other.tagName ? -1 : 1));
  mkdirSync(folder, {recursive: true});
  for (const [name, write] of Object.entries({react, vue, svelte})) {
    writeFileSync(join(folder, `${name}.d.ts`), write(elements));
    writeFileSync(join(folder, `${name}.js`), 'export {};\n');
  }
  writeFileSync(join(root, 'dist/vscode.html-custom-data.json'), `${JSON.stringify(editorData(elements), null, 2)}\n`);
};
