import {transform} from 'esbuild';
import {readFileSync, readdirSync} from 'node:fs';
import {basename, join} from 'node:path';
import {hashHere} from './one-hash.mjs';

/**
 * A Rollup plugin for the script-tag build: a language becomes one file, `locale-de.js`, whose address the entry computes. So the
 * entry lists 31 codes instead of 31 addresses, and a page asks for its language at once, without a table to fetch first.
 * @param {string} folder Where the languages are; a file with a code of two letters is one.
 */
export const localeFiles = folder => {
  const table = join(folder, 'load-locale.ts');
  let locales;
  return {
    name: 'locale-files',
    async buildStart() {
      const files = readdirSync(folder).filter(name => /^[a-z]{2}\.ts$/.test(name) && name !== 'en.ts');
      locales = await Promise.all(
        files.map(async name => {
          const {code} = await transform(readFileSync(join(folder, name), 'utf8'), {loader: 'ts', minify: true, charset: 'utf8'});
          return [basename(name, '.ts'), code];
        }),
      );
      for (const [code, source] of locales) this.emitFile({type: 'asset', fileName: `chunks/${hashHere}/locale-${code}.js`, source});
    },
    load(id) {
      if (id !== table) return null;
      return `export const loadLocale = tag => {
        const code = tag.split('-', 1)[0];
        if ('${locales.map(([code]) => code).join('')}'.match(/../g).includes(code)) return import(\`./chunks/${hashHere}/locale-\${code}.js\`);
      };`;
    },
    generateBundle(_, bundle) {
      const holder = Object.values(bundle).find(({moduleIds}) => moduleIds?.includes(table));
      if (!holder?.isEntry) this.error('the addresses of the languages are relative to the entry: they must stay in it');
    },
  };
};
