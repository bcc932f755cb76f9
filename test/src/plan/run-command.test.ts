import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, it, type TestContext} from 'node:test';
import {fileURLToPath, pathToFileURL} from 'node:url';
import ts from 'typescript';
import {usage} from '../../../src/plan/command-options.js';
import {createPiiGuard, type PiiGuardOptions} from '../../../src/privacy/pii-guard.js';
import {runCommand} from '../../../src/plan/run-command.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));

const run = (...args: string[]) => {
  const said = {out: '', error: ''};
  const code = runCommand(args, {out: text => (said.out += text), error: text => (said.error += text)});
  return {code, ...said};
};

const folder = (t: TestContext): ((name: string) => string) => {
  const path = mkdtempSync(join(tmpdir(), 'plan-'));
  t.after(() => rmSync(path, {recursive: true, force: true}));
  return name => join(path, name);
};

const nasty = {
  events: {
    message_sent: {
      description: 'Ends */ early | `code` <b>\n- second line',
      properties: {
        type: 'object',
        properties: {
          chat_id: {type: 'string', description: '*/ x */'},
          rating: {enum: ["it's", 'a"b', '\\', '*/']},
          tags: {type: 'array', items: {enum: ['a', 1]}},
        },
        required: ['chat_id'],
      },
    },
    chat_opened: {description: 'A chat is open', owner: 'team|chat'},
  },
};
// Names that only someone without conventions gives.
const wild = {events: {...nasty.events, "what's up": {description: 'd'}, constructor: {description: 'd'}}};

describe('askfirst-events', () => {
  it("the demo's events and catalogue are what its plan makes of them", () => {
    const {code, out, error} = run(
      join(root, 'demo/plan.json'),
      '--types',
      join(root, 'demo/events.ts'),
      '--catalogue',
      join(root, 'demo/EVENTS.md'),
      '--check',
    );
    assert.equal(error, '');
    assert.match(out, /plan\.json: \d+ events, \d+ properties/);
    assert.equal(code, 0);
  });

  it('writes types that compile and hold, and a catalogue; a second run changes nothing', t => {
    const at = folder(t);
    writeFileSync(at('plan.json'), JSON.stringify(wild));
    const args = [at('plan.json'), '--types', at('e.ts'), '--name', 'ChatEvents', '--catalogue', at('E.md'), '--no-conventions'];
    const first = run(...args);
    assert.deepEqual([first.code, first.error], [0, '']);
    writeFileSync(
      at('use.ts'),
      `import type {ChatEvents} from './e.js';
const sent: ChatEvents['message_sent'] = {chat_id: 'c', rating: "it's", tags: ['a', 1]};
const opened: ChatEvents['chat_opened'] = {};
const up: ChatEvents["what's up"] = {};
const odd: ChatEvents['constructor'] = {};
// @ts-expect-error -- a missing property
const less: ChatEvents['message_sent'] = {};
// @ts-expect-error -- an extra property
const more: ChatEvents['chat_opened'] = {a: 1};
// @ts-expect-error -- a word that is none of them
const other: ChatEvents['message_sent'] = {chat_id: 'c', rating: 'its'};
export {sent, opened, up, odd, less, more, other};
`,
    );
    const program = ts.createProgram([at('use.ts')], {
      strict: true,
      noEmit: true,
      types: [],
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
    });
    assert.deepEqual(
      ts.getPreEmitDiagnostics(program).map(({messageText}) => messageText),
      [],
    );

    const catalogue = readFileSync(at('E.md'), 'utf8');
    assert.ok(catalogue.includes('Ends \\*/ early \\| \\`code\\` \\<b\\> - second line\n'));
    assert.match(catalogue, /\| `rating` \| `'it\\'s' \\\| 'a"b' \\\| /);
    assert.match(catalogue, /^No properties\.$/m);

    const [before, written] = [readFileSync(at('e.ts'), 'utf8'), statSync(at('e.ts')).mtimeMs];
    assert.doesNotMatch(run(...args).out, /written/);
    assert.equal(statSync(at('e.ts')).mtimeMs, written);
    assert.equal(run(...args, '--check').code, 0);
    writeFileSync(at('e.ts'), before.replaceAll('\n', '\r\n'));
    assert.equal(run(...args, '--check').code, 0, "Git's line ends");
  });

  it('merges into AnalyticsEvents where no name is given', t => {
    const at = folder(t);
    writeFileSync(at('plan.json'), JSON.stringify(nasty));
    assert.equal(run(at('plan.json'), '--types', at('e.d.ts')).code, 0);
    assert.match(readFileSync(at('e.d.ts'), 'utf8'), /^\/\/ Made by .*\n\ndeclare module 'askfirst' {\n {2}interface AnalyticsEvents {\n/);
  });

  it('writes the classes of the properties as the guard takes them', async t => {
    const at = folder(t);
    const properties = {
      agent_name: {type: 'string', 'x-class': 'technical'},
      'user ref': {type: 'string', 'x-class': 'pseudonymous'},
      word_count: {type: 'integer', 'x-class': 'aggregated'},
      note: {type: 'string'},
    };
    writeFileSync(at('plan.json'), JSON.stringify({events: {message_sent: {description: 'd', properties: {type: 'object', properties}}}}));
    const args = [at('plan.json'), '--classes', at('classes.ts'), '--no-conventions'];
    assert.deepEqual([run(...args).code, run(...args, '--check').code], [0, 0]);
    const {classes} = (await import(pathToFileURL(at('classes.ts')).href)) as {classes: NonNullable<PiiGuardOptions['classes']>};
    assert.deepEqual(classes, {agent_name: 'technical', 'user ref': 'pseudonymous', word_count: 'aggregated'});
    const event = {properties: {agent_name: 'Greta', first_name: 'Jane', 'user ref': 'u-1'}};
    assert.deepEqual(createPiiGuard({classes})(event)?.properties, {...event.properties, first_name: '[name]'});
  });

  it('--check fails for files that are old or not there, and writes nothing', t => {
    const at = folder(t);
    writeFileSync(at('plan.json'), JSON.stringify(nasty));
    const args = [at('plan.json'), '--types', at('e.ts'), '--catalogue', at('E.md')];
    const none = run(...args, '--check');
    assert.equal(none.code, 1);
    assert.match(none.error, /e\.ts is not what .*plan\.json makes of it.*\n.*E\.md is not/);
    assert.throws(() => statSync(at('e.ts')), {code: 'ENOENT'});

    assert.equal(run(...args).code, 0);
    const text = readFileSync(at('e.ts'), 'utf8');
    writeFileSync(at('e.ts'), text.replace('chat_id', 'chat_no'));
    const old = run(...args, '--check');
    assert.equal(old.code, 1);
    assert.doesNotMatch(old.error, /E\.md/);
    assert.notEqual(readFileSync(at('e.ts'), 'utf8'), text);
  });

  it('says file, line, path and what is wrong, and writes nothing', t => {
    const at = folder(t);
    writeFileSync(at('plan.json'), '{\n  "events": {\n    "message_sent": {"description": "d", "propertys": {}}\n  }\n}\n');
    const {code, error} = run(at('plan.json'), '--types', at('e.ts'));
    assert.equal(code, 1);
    assert.match(error, /plan\.json:3: events\.message_sent\.propertys: is not supported here; what is: description, owner, properties\n$/);
    assert.throws(() => statSync(at('e.ts')), {code: 'ENOENT'});
  });

  it('overwrites no file that it has not written itself', t => {
    const at = folder(t);
    writeFileSync(at('plan.json'), JSON.stringify(nasty));
    writeFileSync(at('own.ts'), 'export const mine = 1;\n');
    const {code, error} = run(at('plan.json'), '--types', at('own.ts'));
    assert.equal(code, 1);
    assert.match(error, /own\.ts is not a file of this command's/);
    assert.equal(readFileSync(at('own.ts'), 'utf8'), 'export const mine = 1;\n');
  });

  const refused: Record<string, readonly string[]> = {
    'no plan': [],
    'two plans': ['a.json', 'b.json'],
    'an option that is none': ['a.json', '--typse', 'x.ts'],
    'an option without its file': ['a.json', '--types'],
    'a name without types': ['a.json', '--name', 'E'],
    'a name that is none': ['a.json', '--types', 'e.ts', '--name', 'my events'],
    'a check of nothing': ['a.json', '--check'],
    'one file for two things': ['a.json', '--types', 'e.ts', '--catalogue', './e.ts'],
    'the plan as its own types': ['a.json', '--types', 'a.json'],
    'a plan that is not there': [join(tmpdir(), 'no-such-plan.json')],
    'a folder as a plan': [tmpdir()],
    'types in a folder that is not there': [join(root, 'demo/plan.json'), '--types', join(tmpdir(), 'no-such-folder/e.ts')],
  };
  for (const [what, args] of Object.entries(refused))
    it(`refuses ${what} in one sentence`, () => {
      const {code, out, error} = run(...args);
      assert.deepEqual([code, out], [1, '']);
      assert.match(error, /^[^\n]+\n$/);
    });

  it('is a command', () => {
    const start = (...args: string[]) =>
      spawnSync(process.execPath, ['--import', 'tsx', join(root, 'src/plan/cli.ts'), ...args], {cwd: root, encoding: 'utf8'});
    assert.deepEqual([start('--help').status, start('--help').stdout], [0, usage]);
    const {status, stdout, stderr} = start('no-such-plan.json');
    assert.deepEqual([status, stdout, stderr], [1, '', 'no-such-plan.json cannot be read: there is no such file or folder\n']);
  });
});
