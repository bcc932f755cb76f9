import resolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import {existsSync, readFileSync, readdirSync} from 'node:fs';
import {basename, dirname, join, relative} from 'node:path';
import {fileURLToPath} from 'node:url';
import esbuild from 'rollup-plugin-esbuild';
import {localeFiles} from './scripts/locale-files.mjs';
import {minifyTemplates} from './scripts/minify-templates.mjs';
import {hashHere, oneHash} from './scripts/one-hash.mjs';

const root = fileURLToPath(new URL('.', import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const typescript = () => esbuild({target: 'es2022', tsconfig: join(root, 'tsconfig.json'), sourceMap: false});

/** The page may load one file before consent, so nothing may split the entry. */
const oneFileEntry = () => ({
  name: 'one-file-entry',
  generateBundle(_, bundle) {
    for (const {isEntry, imports, fileName} of Object.values(bundle))
      if (isEntry && imports.length > 0) this.error(`${fileName} loads ${imports.join(', ')} before consent: it must stand alone`);
  },
});

/** Bundles the part of Lit's ReactiveElement that our elements use. The npm build leaves the whole of it to the page's own bundler. */
const slimReactiveElement = () => ({
  name: 'slim-reactive-element',
  resolveId: source => (source === '@lit/reactive-element' ? join(root, 'scripts/slim-reactive-element.ts') : null),
});

const manifestOf = folder => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/** The folders of the packages that a package depends on: what it ships may have parts of them in it already. */
const partsOf = folder =>
  Object.keys(manifestOf(folder).dependencies ?? {}).map(name => {
    let above = folder;
    while (!existsSync(join(above, 'node_modules', name))) above = dirname(above);
    return join(above, 'node_modules', name);
  });

const licenceOf = folder => {
  const {name, version, license} = manifestOf(folder);
  const file = readdirSync(folder).find(entry => /^licen[cs]e/i.test(entry));
  return `${name} ${version}\n\n${file ? readFileSync(join(folder, file), 'utf8') : license}`;
};

/** Of what is in posthog-js and none of its dependencies. */
const rrwebLicence = readFileSync(join(root, 'scripts/licence-of-rrweb.txt'), 'utf8');

/** The licences of everything bundled travel with it, as they ask for; the entry, which all of it is loaded by, says where. */
const licences = () => ({
  name: 'licences',
  generateBundle(_, bundle) {
    const preamble = `/* ${manifest.name} ${manifest.version}, MIT: licences.txt */\n`;
    for (const chunk of Object.values(bundle)) if (chunk.isEntry) chunk.code = preamble + chunk.code;
    const folders = new Set();
    for (const id of this.getModuleIds()) {
      if (!id.includes('node_modules') || id.startsWith('\0')) continue;
      let folder = dirname(id);
      while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
      folders.add(folder);
    }
    const texts = new Set([...folders].flatMap(folder => [folder, ...partsOf(folder)]).map(licenceOf));
    if ([...folders].some(folder => folder.endsWith('/posthog-js'))) texts.add(rrwebLicence);
    this.emitFile({type: 'asset', fileName: 'licences.txt', source: [...texts].sort().join('\n\n')});
  },
});

/** A script tag is always in a page: what is only for Node need not be bundled. */
const inPage = () => ({
  name: 'in-page',
  transform: code =>
    code.replace(/typeof document === (["'])undefined\1/g, 'false').replace(/typeof document !== (["'])undefined\1/g, 'true'),
});

/** posthog-js has its extensions in one file: taken in once for each feature, so that each has in its chunk what it uses and no more. */
const extensionsByFeature = () => ({
  name: 'extensions-by-feature',
  async resolveId(source, importer, options) {
    if (source !== 'posthog-js/dist/extension-bundles.js') return null;
    const {id} = await this.resolve(source, importer, {...options, skipSelf: true});
    return `${id}?${basename(importer, '.ts')}`;
  },
  load: id => (/extension-bundles\.js\?/.test(id) ? readFileSync(id.split('?')[0], 'utf8') : null),
});

/** Not ours to mend: comments that Rollup has no use for. */
const onwarn = (warning, warn) => (warning.code === 'INVALID_ANNOTATION' && warning.id?.includes('posthog-js')) || warn(warning);

/** The parts of posthog-js know each other by names that are made short anew in each version: the npm build brings along the one that we know. */
const posthogJs = './posthog-js/start.js';

const room = id => relative(root, id ?? '').split(/[\\/]/);

/** `provider-posthog.js`; `posthog-js-replay.js`; an element of its own for its tag; everything else is named for its module. */
const chunkFileNames = ({facadeModuleId, moduleIds}) => {
  const [floor, folder, inner] = room(facadeModuleId ?? moduleIds.at(-1));
  if (floor === 'src' && folder === 'providers') return `chunks/${hashHere}/${inner === 'posthog-js' ? inner : 'provider'}-[name].js`;
  return `chunks/${hashHere}/${basename(facadeModuleId ?? '') === 'define.ts' ? folder : '[name]'}.js`;
};

/** The script-tag build: everything bundled, everything lazy in chunks beside it, found relative to the entry's own address. */
const scriptTag = {
  input: {askfirst: join(root, 'components/askfirst.ts')},
  // The chunks take what they share from the entry, which may therefore export more than its public names.
  preserveEntrySignatures: 'allow-extension',
  onwarn,
  plugins: [
    slimReactiveElement(),
    localeFiles(join(root, 'components/locales')),
    typescript(),
    inPage(),
    extensionsByFeature(),
    resolve({extensions: ['.js', '.ts']}),
    minifyTemplates(),
    terser({
      module: true,
      ecma: 2020,
      compress: {passes: 3, keep_fargs: false},
      format: {comments: false},
    }),
    oneFileEntry(),
    licences(),
    oneHash(),
  ],
  output: {
    dir: join(root, 'dist'),
    format: 'es',
    entryFileNames: '[name].js',
    chunkFileNames,
    // What a chunk's imports import in their turn is in the page by then, or small; each chunk naming all of it again weighs more.
    hoistTransitiveImports: false,
    freeze: false,
    generatedCode: {preset: 'es2015', symbols: false},
  },
};

const sourceOf = target => target.replace('./dist/npm/', '').replace(/\.js$/, '.ts');

/** What package.json promises: its exports and commands, a pattern standing for one entry per element. */
const npmEntries = [
  ...Object.values(manifest.exports).map(target => target.default),
  ...Object.values(manifest.bin).map(file => `./${file}`),
  // Loaded by its address, as a thread: no import leads to it.
  './dist/npm/src/server/collector/writer-thread.js',
]
  .filter(target => target?.startsWith('./dist/npm/'))
  .flatMap(target => {
    const [before, after] = sourceOf(target).split('*');
    if (after === undefined) return [before];
    return readdirSync(join(root, before)).flatMap(name => (existsSync(join(root, before + name + after)) ? [before + name + after] : []));
  });

/** The npm build: one module per source module, dependencies left to the page's own bundler. */
const npm = {
  input: npmEntries.map(entry => join(root, entry)),
  external: id => !/^[./\\]|^[A-Z]:/i.test(id),
  treeshake: false,
  plugins: [
    {name: 'posthog-js-apart', resolveId: source => (source === posthogJs ? {id: 'posthog-js-apart', external: true} : null)},
    typescript(),
  ],
  output: {
    dir: join(root, 'dist/npm'),
    format: 'es',
    paths: {'posthog-js-apart': posthogJs},
    preserveModules: true,
    preserveModulesRoot: root.slice(0, -1),
    entryFileNames: '[name].js',
  },
};

/** What the npm build needs of posthog-js, a chunk for each feature, for the page's own bundler to keep lazy. */
const npmPosthogJs = {
  input: {start: join(root, 'src/providers', posthogJs.replace('.js', '.ts'))},
  preserveEntrySignatures: 'allow-extension',
  onwarn,
  plugins: [
    typescript(),
    extensionsByFeature(),
    resolve({extensions: ['.js', '.ts']}),
    terser({module: true, ecma: 2020, format: {comments: false}}),
    licences(),
  ],
  output: {
    dir: join(root, 'dist/npm/src/providers/posthog-js'),
    format: 'es',
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
  },
};

const livePage = join(root, 'components/collector-live');

/** The live page that the collector serves: its own small bundle, which no visitor ever loads. */
const live = {
  input: {live: join(livePage, 'live.ts')},
  plugins: [
    typescript(),
    inPage(),
    resolve({extensions: ['.js', '.ts']}),
    minifyTemplates(),
    terser({module: true, ecma: 2020, format: {comments: false}}),
    {
      name: 'live-page-files',
      generateBundle() {
        for (const fileName of ['index.html', 'live.css'])
          this.emitFile({type: 'asset', fileName, source: readFileSync(join(livePage, fileName), 'utf8')});
      },
    },
    licences(),
  ],
  output: {dir: join(root, 'dist/live'), format: 'es', entryFileNames: '[name].js'},
};

/** The one classic script: it must have run before the tags that follow it in the head. */
const head = {
  input: {'google-consent': join(root, 'components/google-consent-head.ts')},
  plugins: [typescript(), terser({ecma: 2020})],
  output: {dir: join(root, 'dist'), format: 'iife', entryFileNames: '[name].js'},
};

export default [scriptTag, npm, npmPosthogJs, live, head];
