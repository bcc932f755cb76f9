import {existsSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

/** The files of the live page, as built; undefined when the package was not built. */
export interface LiveFiles {
  readonly page: Buffer;
  readonly script: Buffer;
  readonly style: Buffer;
}

/** Looks for the folder `live` of the build from here upwards: beside the built modules, or in the `dist` of the sources. */
const findFolder = (from: string): string | undefined => {
  for (let folder = from; ; folder = dirname(folder)) {
    for (const candidate of [join(folder, 'live'), join(folder, 'dist/live')]) if (existsSync(join(candidate, 'live.js'))) return candidate;
    if (folder === dirname(folder)) return undefined;
  }
};

export const readLiveFiles = (): LiveFiles | undefined => {
  const folder = findFolder(dirname(fileURLToPath(import.meta.url)));
  if (folder === undefined) return undefined;
  const read = (name: string) => readFileSync(join(folder, name));
  return {page: read('index.html'), script: read('live.js'), style: read('live.css')};
};
