import {existsSync, readFileSync, readdirSync} from 'node:fs';
import {dirname, join, posix} from 'node:path';
import ts from 'typescript';

const longest = 200;

const under =
  (...folders) =>
  file =>
    folders.some(folder => file.startsWith(`${folder}/`));
const named =
  (...files) =>
  file =>
    files.includes(file);

const words = named('src/types.ts', 'src/provider-types.ts', 'src/purge-types.ts');
const ground = file => words(file) || under('src/lib')(file);

// Top to bottom. `apart`: the folders of this floor do not know each other. `only`: what such a folder may use below it.
const floors = [
  {name: 'demo, test, bench', holds: under('demo', 'test', 'bench')},
  {name: 'components', holds: under('components'), never: under('src/server', 'src/testing', 'src/plan')},
  {
    name: 'public names',
    holds: file => file === 'src/index.ts' || under('src/server', 'src/testing', 'src/events', 'src/plan', 'src/receipts')(file),
    apart: true,
    only: {
      'src/server': file => under('src/privacy', 'src/providers', 'src/lib')(file) || words(file),
      'src/testing': file => under('src/providers', 'src/lib')(file) || words(file),
      'src/events': file => under('src/lib')(file) || words(file),
      'src/plan': under('src/lib'),
      'src/receipts': under('src/lib'),
    },
  },
  {name: 'page-pair', holds: named('src/page-pair.ts')},
  {name: 'create-analytics', holds: named('src/create-analytics.ts')},
  {name: 'pipeline', holds: named('src/pipeline.ts')},
  {name: 'lanes', holds: named('src/provider-lanes.ts', 'src/forget.ts')},
  {name: 'delivery', holds: named('src/delivery.ts')},
  {
    name: 'service',
    holds: named(
      'src/analytics-service.ts',
      'src/capture.ts',
      'src/config.ts',
      'src/follow-grants.ts',
      'src/page-enrich.ts',
      'src/page-identity.ts',
      'src/page-queue.ts',
      'src/page-views.ts',
      'src/provider-switch.ts',
      'src/purge-page.ts',
      'src/read-call.ts',
    ),
  },
  {name: 'rooms', holds: under('src/consent', 'src/enrichment', 'src/privacy', 'src/queue', 'src/providers'), apart: true},
  {name: 'ground', holds: ground},
];

const roomOf = file => (file.split('/').length > 2 ? file.split('/').slice(0, 2).join('/') : file);

const sourceFiles = (root, folder) =>
  existsSync(join(root, folder))
    ? readdirSync(join(root, folder), {recursive: true})
        .map(name => posix.join(folder, name.replaceAll('\\', '/')))
        .filter(file => /\.(ts|js|mjs)$/.test(file))
        .sort()
    : [];

/** Every module that a source file names: static, `import type`, re-exports, `import('…').Type`, and dynamic, by a string or a constant that is one. */
const importsOf = text => {
  const found = [];
  const constants = new Map();
  const visit = node => {
    if (ts.isVariableDeclaration(node) && node.initializer && ts.isStringLiteralLike(node.initializer))
      constants.set(node.name.getText(source), node.initializer.text);
    const specifier = ts.isImportDeclaration(node) || ts.isExportDeclaration(node) ? node.moduleSpecifier : undefined;
    const dynamic = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword ? node.arguments[0] : undefined;
    const type = ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined;
    const required = ts.isExternalModuleReference(node) ? node.expression : undefined;
    const name = specifier ?? dynamic ?? type ?? required;
    if (name) found.push(ts.isStringLiteralLike(name) ? name.text : constants.get(name.getText(source)));
    ts.forEachChild(node, visit);
  };
  const source = ts.createSourceFile('module.ts', text, ts.ScriptTarget.Latest);
  visit(source);
  return found;
};

const targetOf = (root, file, specifier) => {
  const path = posix.join(dirname(file), specifier);
  return [path.replace(/\.js$/, '.ts'), path, `${path}.ts`, `${path}/index.ts`].find(
    candidate => /\.\w+$/.test(candidate) && existsSync(join(root, candidate)),
  );
};

const findLoops = graph => {
  const loops = new Map();
  const done = new Set();
  const walk = (file, path) => {
    const start = path.indexOf(file);
    if (start >= 0) {
      const loop = path.slice(start);
      const key = [...loop].sort().join();
      if (!loops.has(key)) loops.set(key, [...loop, file].join(' → '));
    } else if (!done.has(file)) {
      for (const next of graph.get(file) ?? []) walk(next, [...path, file]);
      done.add(file);
    }
  };
  for (const file of graph.keys()) walk(file, []);
  return [...loops.values()];
};

const wrongImport = (file, target) => {
  const from = floors.findIndex(floor => floor.holds(file));
  const to = floors.findIndex(floor => floor.holds(target));
  if (to < 0) return `${file} → ${target}: the target stands on no floor`;
  if (to < from) return `${file} → ${target}: up from "${floors[from].name}" to "${floors[to].name}"`;
  if (to === from && floors[from].apart && roomOf(file) !== roomOf(target)) return `${file} → ${target}: rooms do not import each other`;
  if (floors[from].never?.(target)) return `${file} → ${target}: "${floors[from].name}" never imports this`;
  const only = floors[from].only?.[roomOf(file)];
  if (only && roomOf(file) !== roomOf(target) && !only(target)) return `${file} → ${target}: not among what ${roomOf(file)} may use`;
  return undefined;
};

// The core is free of frameworks: only the backend side and the commands use packages and Node's modules; elements use Lit.
// One room is a package's own: what askfirst has no need to make anew, fetched only where the owner asks for it.
const wrongPackage = (file, name) =>
  !(under('src/providers/posthog-js')(file) && name.startsWith('posthog-js/')) &&
  under('src')(file) &&
  !under('src/server', 'src/testing', 'src/plan')(file)
    ? `${file} → ${name}: the core imports no packages`
    : undefined;

/** What is wrong with the house under `root` (DESIGN's floors), one sentence each, naming the culprit; empty when all is well. */
export const checkArchitecture = root => {
  const graph = new Map();
  const wrongs = [];
  for (const file of [...sourceFiles(root, 'src'), ...sourceFiles(root, 'components')]) {
    const text = readFileSync(join(root, file), 'utf8');
    const lines = text.replace(/\n$/, '').split('\n').length;
    if (lines > longest) wrongs.push(`${file}: ${lines} lines, more than ${longest}`);
    if (!floors.some(floor => floor.holds(file))) {
      wrongs.push(`${file}: stands on no floor; give it one in test/helpers/architecture.mjs`);
      continue;
    }
    const targets = [];
    for (const name of importsOf(text)) {
      const own = name?.startsWith('.') ? targetOf(root, file, name) : undefined;
      if (name === undefined) wrongs.push(`${file}: a dynamic import whose target is not a plain string cannot be checked`);
      else if (own) targets.push(own);
      else if (name.startsWith('.')) wrongs.push(`${file} → ${name}: there is no such file`);
      else wrongs.push(wrongPackage(file, name));
    }
    wrongs.push(...targets.map(target => wrongImport(file, target)));
    graph.set(file, new Set(targets));
  }
  return [...new Set([...wrongs.filter(Boolean), ...findLoops(graph).map(loop => `loop: ${loop}`)])];
};
