import assert from 'node:assert/strict';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {it} from 'node:test';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pages = ['README.md', ...readdirSync(join(root, 'docs'), {recursive: true, encoding: 'utf8'}).map(name => join('docs', name))].filter(
  name => name.endsWith('.md'),
);

/** As GitHub makes them of headings. */
const anchorsOf = (text: string): string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replace(/ /g, '-'),
  );

it('every link of the docs to a file or a heading leads somewhere', () => {
  const read = (page: string) => readFileSync(join(root, page), 'utf8');
  const links = pages.flatMap(page => [...read(page).matchAll(/\]\((?![a-z]+:)([^)\s]*)\)/g)].map(([, link = '']) => ({page, link})));
  assert.ok(links.length > 50, `only ${links.length} links were found`);
  const broken = links.filter(({page, link}) => {
    const [path = '', anchor] = link.split('#');
    const target = path ? join(dirname(page), path) : page;
    return !existsSync(join(root, target)) || (anchor !== undefined && !anchorsOf(read(target)).includes(anchor));
  });
  assert.deepEqual(broken, []);
});
