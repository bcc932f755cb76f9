import assert from 'node:assert/strict';
import {Agent, request} from 'node:http';
import test from 'node:test';
import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import {gzipSync} from 'node:zlib';
import fc from 'fast-check';
import {createPiiGuard} from '../../../../src/privacy/pii-guard.js';
import {anEvent, startCollector} from './harness.js';

const rounds = Number(process.env['FUZZ_ROUNDS'] ?? 2_000);
/** So many at once. */
const width = 20;
const mebibyte = 1024 * 1024;
/** Nothing that a stranger sends is answered with more. */
const longestAnswer = mebibyte;
/** Nothing of a request stays in memory; what the engine itself keeps for later is allowed. */
const mostGrowth = 48 * mebibyte;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const heap = (): number => {
  collectGarbage();
  return process.memoryUsage().heapUsed;
};

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
  '/receipts',
  '/decide/',
  '/api/live/x',
  '/track',
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
      let answered = 0;
      const headers = {
        Authorization: 'Bearer phc_demo',
        'User-Agent': 'test',
        'Content-Length': bytes.length,
        ...(contentType && {'Content-Type': contentType}),
      };
      const sent = request(url + path, {method, agent, headers}, response =>
        response
          .on('data', (chunk: Buffer) => (answered += chunk.length))
          .on('end', () => {
            assert.ok(answered <= longestAnswer, `${answered} bytes from ${path}`);
            resolve(response.statusCode ?? 0);
          }),
      );
      sent.on('error', reject).end(bytes);
    });
  const one = fc.tuple(fc.constantFrom(...paths), query, fc.constantFrom('POST', 'POST', 'POST', 'GET', 'PUT'), type, wrapped);
  const many = fc.array(one, {minLength: width, maxLength: width, size: 'max'});
  const odd = fc.asyncProperty(many, async requests => {
    await Promise.all(
      requests.map(async ([path, search, method, contentType, bytes]) => {
        const status = await send(path + search, method, contentType, bytes);
        assert.ok([200, 202, 204, 400, 401, 403, 404, 405, 413, 415].includes(status), `${status} for ${method} ${path}`);
      }),
    );
  });
  const run = (share: number) => fc.assert(odd, {numRuns: Math.ceil((rounds * share) / width)});
  // What is loaded and remembered once is in memory after the first part.
  await run(0.2);
  const before = heap();
  await run(0.8);
  const grown = heap() - before;
  assert.ok(grown < mostGrowth, `${Math.round(grown / mebibyte)} MiB more in memory`);
  assert.ok(
    !lines.some(line => line.includes('"level":"error"')),
    lines.find(line => line.includes('"level":"error"')),
  );
  assert.ok(events().length > 0);
  assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
});
