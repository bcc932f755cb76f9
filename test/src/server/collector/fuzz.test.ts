import assert from 'node:assert/strict';
import {Agent, request} from 'node:http';
import test from 'node:test';
import {gzipSync} from 'node:zlib';
import fc from 'fast-check';
import {createPiiGuard} from '../../../../src/privacy/pii-guard.js';
import {anEvent, startCollector} from './harness.js';

const rounds = Number(process.env['FUZZ_ROUNDS'] ?? 1_500);

const paths = [
  '/e/',
  '/batch/',
  '/i/v0/e/',
  '/engage',
  '/i/v1/analytics/events',
  '/api/event',
  '/matomo.php',
  '/flags/',
  '/s/',
  '/api/events',
  '/array/x/config.js',
];
const word = fc.constantFrom(
  'event',
  'distinct_id',
  'properties',
  'batch',
  'api_key',
  'token',
  'uuid',
  'timestamp',
  '$set',
  'n',
  'u',
  'd',
  'p',
  'requests',
  'sent_at',
  '__proto__',
  'toString',
  '$ip',
);
const leaf = fc.oneof(
  fc.string({unit: 'binary', maxLength: 30}),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom('phc_demo', 'https://a.example/x?y=z', 'idsite=1&rec=1', '1e999', '\0'),
);
const {value: tree} = fc.letrec(tie => ({
  value: fc.oneof({maxDepth: 4}, leaf, fc.array(tie('value'), {maxLength: 4}), fc.dictionary(word, tie('value'), {maxKeys: 6})),
}));
/** A valid event with something odd in one place, so that the odd thing gets further in than the first check. */
const almost = fc.tuple(word, tree).map(([name, value]) => ({...anEvent(), [name]: value}));
const body = fc.oneof(
  fc.uint8Array({maxLength: 200}).map(bytes => Buffer.from(bytes)),
  fc.oneof(tree, almost, fc.array(almost, {maxLength: 3})).map(value => Buffer.from(JSON.stringify(value) ?? '')),
);
const wrapped = fc.tuple(body, fc.constantFrom('none', 'gzip', 'base64', 'form', 'cut')).map(([bytes, how]) => {
  if (how === 'gzip') return gzipSync(bytes);
  if (how === 'base64') return Buffer.from(bytes.toString('base64'));
  if (how === 'form') return Buffer.from(`data=${bytes.toString('base64')}`);
  return how === 'cut' ? gzipSync(bytes).subarray(0, Math.max(1, bytes.length >> 1)) : bytes;
});
const type = fc.constantFrom('application/json', 'text/plain', 'application/x-www-form-urlencoded', 'text/html', '');
const query = fc.constantFrom(
  '',
  '?compression=lz64',
  '?compression=base64',
  '?_=abc',
  '?beacon=1',
  '?data=%ff',
  '?after=1',
  '?idsite=1&rec=1&cdo=1e9',
  '?%',
);

test(`answers ${rounds} odd requests, each with a status that it means`, async t => {
  const {url, lines, events} = await startCollector(t, {}, createPiiGuard());
  const agent = new Agent({keepAlive: true});
  t.after(() => agent.destroy());
  const send = (path: string, method: string, contentType: string, bytes: Buffer): Promise<number> =>
    new Promise((resolve, reject) => {
      const headers = {
        Authorization: 'Bearer phc_demo',
        'User-Agent': 'test',
        'Content-Length': bytes.length,
        ...(contentType && {'Content-Type': contentType}),
      };
      const sent = request(url + path, {method, agent, headers}, response =>
        response.resume().on('end', () => resolve(response.statusCode ?? 0)),
      );
      sent.on('error', reject).end(bytes);
    });
  const odd = fc.asyncProperty(
    fc.constantFrom(...paths),
    query,
    fc.constantFrom('POST', 'POST', 'POST', 'GET', 'PUT'),
    type,
    wrapped,
    async (path, search, method, contentType, bytes) => {
      const status = await send(path + search, method, contentType, bytes);
      assert.ok([200, 202, 204, 400, 401, 403, 405, 413, 415].includes(status), `${status} for ${method} ${path}`);
    },
  );
  await fc.assert(odd, {numRuns: rounds});
  assert.ok(
    !lines.some(line => line.includes('"level":"error"')),
    lines.find(line => line.includes('"level":"error"')),
  );
  assert.ok(events().length > 0);
  assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
});
