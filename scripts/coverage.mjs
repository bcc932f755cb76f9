import {existsSync, readFileSync, readdirSync} from 'node:fs';
import {join, relative} from 'node:path';
import ts from 'typescript';
import {root} from './setup.mjs';

/**
 * The least share of covered lines, in percent. `src` is covered by Node's tests and by the elements' tests in Chromium taken together,
 * as some of it only runs in a browser; `components` by Chromium alone.
 */
const floors = {src: 90, components: 90};

const reports = {node: 'coverage/node/coverage-final.json', chromium: 'coverage/elements/coverage-final.json'};
const counted = {src: ['node', 'chromium'], components: ['chromium']};

const hitsOf = report => {
  const path = join(root, report);
  if (!existsSync(path)) throw new Error(`${report} is missing: run the tests with coverage first (npm test)`);
  const files = Object.values(JSON.parse(readFileSync(path, 'utf8')));
  return new Map(
    files.map(({path: file, statementMap, s}) => {
      const lines = new Map();
      for (const [key, {start}] of Object.entries(statementMap)) lines.set(start.line, Math.max(lines.get(start.line) ?? 0, s[key]));
      return [relative(root, file).replaceAll('\\', '/'), lines];
    }),
  );
};

// V8 also counts blank lines, comments and types; only lines on which something that runs begins are counted here.
const runningLines = file => {
  const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true);
  const lines = new Set();
  const visit = node => {
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isModuleDeclaration(node)) return;
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    const runs = ts.isStatement(node) && !ts.isBlock(node);
    const runsToo = ts.isPropertyDeclaration(node) || (ts.isArrowFunction(node) && !ts.isBlock(node.body));
    if (runs) lines.add(source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1);
    if (runsToo) lines.add(source.getLineAndCharacterOfPosition((node.body ?? node).getStart(source)).line + 1);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return lines;
};

const hits = Object.fromEntries(Object.entries(reports).map(([name, report]) => [name, hitsOf(report)]));

const measure = folder =>
  readdirSync(join(root, folder), {recursive: true})
    .map(name => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter(file => file.endsWith('.ts'))
    .map(file => {
      const lines = [...runningLines(file)];
      const covered = lines.filter(line => counted[folder].some(name => hits[name].get(file)?.get(line) > 0));
      return {file, lines: lines.length, covered: covered.length};
    })
    .filter(({lines}) => lines > 0);

const percent = rows => {
  const [covered, lines] = rows.reduce(([a, b], row) => [a + row.covered, b + row.lines], [0, 0]);
  return (100 * covered) / Math.max(1, lines);
};

for (const [folder, floor] of Object.entries(floors)) {
  const rows = measure(folder);
  const reached = percent(rows);
  console.log(`${folder}: ${reached.toFixed(1)} % of lines covered (at least ${floor} %)`);
  const weak = rows.filter(row => percent([row]) < floor).sort((a, b) => percent([a]) - percent([b]));
  for (const row of weak.slice(0, 15)) console.log(`  ${percent([row]).toFixed(0).padStart(3)} %  ${row.file}`);
  if (reached < floor) process.exitCode = 1;
}
