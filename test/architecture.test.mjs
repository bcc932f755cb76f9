import assert from 'node:assert/strict';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {after, describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';
import {checkArchitecture} from './helpers/architecture.mjs';

it('imports point down only, rooms keep apart, and nothing goes in circles', () => {
  const wrongs = checkArchitecture(fileURLToPath(new URL('..', import.meta.url)));
  assert.deepEqual(wrongs, [], `\n${wrongs.join('\n')}\n`);
});

describe('the architecture check itself', () => {
  const sound = {
    'components/x-banner/x-banner.ts': "import {LitElement} from 'lit';\nimport '../../src/page-pair.js';",
    'src/index.ts': "export {createAnalytics} from './create-analytics.js';",
    'src/page-pair.ts': "import {createAnalytics} from './create-analytics.js';",
    'src/create-analytics.ts': "import type {P} from './pipeline.js';\nexport const createAnalytics = () => import('./pipeline.js');",
    'src/pipeline.ts': "import {q} from './queue/q.js';\nexport type P = typeof q;",
    'src/queue/q.ts': "import type {T} from '../types.js';\nimport {r} from './r.js';\nexport const q = 1;",
    'src/queue/r.ts': 'export const r = 1;',
    'src/consent/c.ts': 'export const c = 1;',
    'src/privacy/g.ts': 'export const g = 1;',
    'src/server/collector/s.ts': "import {g} from '../../privacy/g.js';\nimport http from 'node:http';",
    'src/testing/t.ts': 'export const t = 1;',
    'src/lib/l.ts': 'export const l = 1;',
    'src/types.ts': 'export type T = 1;',
  };
  const folders = [];
  const build = files => {
    const root = mkdtempSync(join(tmpdir(), 'floors-'));
    folders.push(root);
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, name)), {recursive: true});
      writeFileSync(join(root, name), text);
    }
    return root;
  };
  after(() => folders.forEach(folder => rmSync(folder, {recursive: true, force: true})));

  it('is content with a sound house', () => {
    assert.deepEqual(checkArchitecture(build(sound)), []);
  });

  const violations = {
    'an import that points up': ['src/lib/l.ts', "import {q} from '../queue/q.js';", 'src/lib/l.ts → src/queue/q.ts: up'],
    'a type import that points up': ['src/types.ts', "import type {q} from './queue/q.js';", 'src/types.ts → src/queue/q.ts: up'],
    'an inline type import that points up': [
      'src/types.ts',
      "export type Q = typeof import('./queue/q.js');",
      'src/types.ts → src/queue/q.ts: up',
    ],
    'a lazy import that points up': [
      'src/queue/q.ts',
      "export const q = () => import('../pipeline.js');",
      'src/queue/q.ts → src/pipeline.ts: up',
    ],
    'a re-export that points up': ['src/lib/l.ts', "export * from '../consent/c.js';", 'src/lib/l.ts → src/consent/c.ts: up'],
    'an element below its floor': [
      'src/index.ts',
      "import '../components/x-banner/x-banner.js';",
      'src/index.ts → components/x-banner/x-banner.ts: up',
    ],
    'a room that imports its neighbour': [
      'src/queue/q.ts',
      "import {c} from '../consent/c.js';",
      'src/queue/q.ts → src/consent/c.ts: rooms',
    ],
    'a type taken from a neighbour': [
      'src/queue/q.ts',
      "import type {c} from '../consent/c.js';",
      'src/queue/q.ts → src/consent/c.ts: rooms',
    ],
    'the backend side in the queue': [
      'src/server/collector/s.ts',
      "import '../../queue/q.js';",
      'src/server/collector/s.ts → src/queue/q.ts: not among',
    ],
    'the backend side in an element': [
      'components/x-banner/x-banner.ts',
      "import '../../src/server/collector/s.js';",
      'components/x-banner/x-banner.ts → src/server/collector/s.ts: "components" never',
    ],
    'a package in the core': ['src/queue/r.ts', "import 'lit';", 'src/queue/r.ts → lit: the core imports no packages'],
    'a loop': ['src/queue/r.ts', "import {q} from './q.js';", 'loop: src/queue/q.ts → src/queue/r.ts → src/queue/q.ts'],
    'a loop of types': ['src/queue/r.ts', "import type {q} from './q.js';", 'loop: src/queue/q.ts → src/queue/r.ts → src/queue/q.ts'],
    'a file of its own on the way': ['src/middle.ts', 'export const m = 1;', 'src/middle.ts: stands on no floor'],
    'an import that cannot be seen': ['src/queue/r.ts', 'export const r = (p: string) => import(p);', 'src/queue/r.ts: a dynamic import'],
    'an import of nothing': ['src/queue/r.ts', "import './gone.js';", 'src/queue/r.ts → ./gone.js: there is no such file'],
    'a file with too much in it': ['src/queue/r.ts', 'export const r = 1;\n'.repeat(201), 'src/queue/r.ts: 201 lines'],
  };
  for (const [what, [file, text, culprit]] of Object.entries(violations))
    it(`finds ${what} and names it`, () => {
      const wrongs = checkArchitecture(build({...sound, [file]: text}));
      assert.ok(wrongs.length > 0, 'nothing was found');
      assert.ok(
        wrongs.some(wrong => wrong.startsWith(culprit)),
        `expected "${culprit}…" among:\n${wrongs.join('\n')}`,
      );
    });
});
