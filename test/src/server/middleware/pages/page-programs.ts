import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

const root = new URL('../../../../../', import.meta.url);

/** Where the programs are put: within the project, whose packages they need. */
export const programFolder = new URL(`.cache/pages-${process.pid}/`, root);

/** What the pages take for given: the application's own. */
const application = `const findChat = (id: string) => {
  if (id === 'lost') throw new TypeError('there is no such chat of jane.doe@example.com');
  return {id};
};
`;

const sourceOf = (name: string): string => {
  const host = /^\/server\/(\w+)$/.exec(name)?.[1];
  return fileURLToPath(new URL(`src/server/middleware/${host ? `hosts/${host}` : 'index'}.ts`, root));
};

/**
 * Writes the programs of a page of `docs/server`, one file each (`express-0.ts`), and returns their paths. They are as the page has them, but import this
 * package from its sources, and send to `sink`.
 */
export const writePrograms = (page: string, sink: string, replace: Readonly<Record<string, string>> = {}): string[] => {
  const text = readFileSync(new URL(`docs/server/${page}.md`, root), 'utf8');
  mkdirSync(programFolder, {recursive: true});
  return [...text.matchAll(/```ts\n([^]*?)```/g)].map(([, program = ''], index) => {
    let source = program
      .replace('https://eu.i.posthog.com', sink)
      .replace(/'askfirst(\/[\w/]+)'/g, (_, path: string) => `'${sourceOf(path)}'`);
    for (const [from, to] of Object.entries(replace)) source = source.replace(from, to);
    const path = fileURLToPath(new URL(`${page}-${index}.ts`, programFolder));
    writeFileSync(path, application + source);
    return path;
  });
};
