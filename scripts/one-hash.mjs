import {createHash} from 'node:crypto';

/** Stands for the hash until everything that it is made of is known. */
export const hashHere = 'HASH-0';

/**
 * A Rollup plugin for the script-tag build: all lazy files lie in one folder that is named by the hash of them all. So the entry repeats one
 * hash instead of listing one for each file, which nothing could compress. A change in any of them renews the addresses of all.
 */
export const oneHash = () => ({
  name: 'one-hash',
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      const lazy = Object.values(bundle).filter(({fileName}) => fileName.includes(hashHere));
      const contents = lazy.map(({fileName, code, source}) => `${fileName}\n${code ?? source}`).sort();
      const hash = createHash('sha256').update(contents.join('\n')).digest('hex').slice(0, 6);
      const fill = text => text.replaceAll(hashHere, hash);
      for (const file of Object.values(bundle)) {
        if (file.code) file.code = fill(file.code);
        file.fileName = fill(file.fileName);
      }
    },
  },
});
