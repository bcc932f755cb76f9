import {existsSync, readFileSync, readdirSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {brotliCompressSync} from 'node:zlib';
import {parseAst} from 'rollup/parseAst';
import {root} from './setup.mjs';

/**
 * What each part of the script-tag build may weigh, in bytes after brotli, together with every file that it loads at once.
 * What the page has by then is not counted again: the entry's files, for guard and delivery the pipeline's, for a provider all of these.
 */
const budgets = [
  {part: /^askfirst$/, bytes: 10_000},
  {part: /^pipeline$/, bytes: 8_200},
  // Two more parts of what runs after the grant, fetched beside the pipeline.
  {part: /^pii-guard$/, bytes: 4_000},
  // The guard's vocabulary, which the guard imports.
  {part: /^pii-words$/, bytes: 4_800},
  {part: /^delivery$/, bytes: 8_200},
  {part: /^purge-page$/, bytes: 2_200},
  {part: /^provider-/, bytes: 2_000},
  // Other people's code, for pages that ask for one of these features: its core, and what each of them needs beside it.
  {part: /^posthog-js-start$/, bytes: 50_000},
  {part: /^posthog-js-replay$/, bytes: 70_000},
  {part: /^posthog-js-surveys$/, bytes: 52_000},
  {part: /^posthog-js-/, bytes: 9_000},
  {part: /settings/, bytes: 4_000},
  {part: /^locale-/, bytes: 1_000},
  // Gate, trigger, switch and waiting scripts, for pages that have one of them.
  {part: /^on-demand$/, bytes: 3_200},
  // For developers only: fetched where a page has one.
  {part: /^analytics-inspector$/, bytes: 6_000},
  // For developers only: fetched where the root says debug.
  {part: /^lint/, bytes: 2_500},
  // A lazy part that nobody has thought about must stay small, or be given a line above.
  {part: /./, bytes: 2_000},
];

const staticImports = file =>
  parseAst(readFileSync(file, 'utf8'))
    .body.flatMap(statement => (statement.source?.value.startsWith('.') ? [join(dirname(file), statement.source.value)] : []))
    .filter(existsSync);

const closure = (file, seen = new Set()) => {
  if (!seen.has(file)) {
    seen.add(file);
    staticImports(file).forEach(next => closure(next, seen));
  }
  return seen;
};

const weigh = files => [...files].reduce((sum, file) => sum + brotliCompressSync(readFileSync(file)).length, 0);

/** Weighs the script-tag build in `dist`, prints a line per part, and returns the parts that are too heavy. */
export const checkSizes = (dist = join(root, 'dist')) => {
  const entry = join(dist, 'askfirst.js');
  const chunks = join(dist, 'chunks');
  const lazy = existsSync(chunks)
    ? readdirSync(chunks, {recursive: true}).flatMap(name => (name.endsWith('.js') ? join(chunks, name) : []))
    : [];
  const nameOf = file => basename(file, '.js');
  const before = closure(entry);
  const granted = part => lazy.filter(file => nameOf(file) === part).flatMap(file => [...closure(file)]);
  const presentFor = name => {
    if (name === 'pii-guard') return [...before, ...granted('pipeline'), ...granted('pii-words')];
    if (name === 'delivery' || name === 'pii-words') return [...before, ...granted('pipeline')];
    if (name === 'forget') return [...before, ...granted('purge-page')];
    if (name.startsWith('posthog-js-') && name !== 'posthog-js-start')
      return [...before, ...granted('pipeline'), ...granted('delivery'), ...granted('posthog-js-start')];
    return /^(provider|posthog-js)-/.test(name) || name === 'purge-page'
      ? [...before, ...granted('pipeline'), ...granted('delivery')]
      : [...before];
  };
  return [entry, ...lazy].flatMap(file => {
    const name = nameOf(file);
    const present = presentFor(name);
    const bytes = weigh(file === entry ? before : [...closure(file)].filter(other => !present.includes(other)));
    const budget = budgets.find(({part}) => part.test(name)).bytes;
    const line = `${name.padEnd(28)} ${String(bytes).padStart(6)} of ${String(budget).padStart(6)} bytes`;
    console.log(bytes > budget ? `${line}  TOO HEAVY` : line);
    return bytes > budget ? [`${name} weighs ${bytes} bytes, its budget is ${budget}`] : [];
  });
};

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const heavy = checkSizes();
  heavy.forEach(line => console.error(line));
  process.exitCode = heavy.length > 0 ? 1 : 0;
}
