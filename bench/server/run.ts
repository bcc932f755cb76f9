/**
 * What the middleware costs a request, on each host, beside the same server without it and posthog-node's own Express middleware:
 * `npm run build && npm run bench:server`, or `npm run bench:server -- node express` for some hosts. The servers of a host are processes of their own, all
 * there from the beginning, and short rounds go in turns, so that whatever else the machine does meets all alike; what is added is the median of the
 * rounds' differences. The answer is a small one from memory: the worst case for a relative cost.
 */
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {once} from 'node:events';
import {cpus} from 'node:os';
import {formatConsentCookie} from '../../src/lib/consent-cookie.js';
import {openContender, type Contender, type Figures} from './contender.js';

const rounds = Number(process.env['ROUNDS'] ?? 15);
const requests = Number(process.env['REQUESTS'] ?? 1000);
const warmUp = Number(process.env['WARM_UP'] ?? 10_000);

const cookie = formatConsentCookie({time: Date.now() - 1000, version: '1.0', granted: ['analytics'], denied: ['marketing']})!;
const head = (granted: boolean) =>
  [
    'GET /chats/c_81723?page=2 HTTP/1.1',
    'Host: 127.0.0.1',
    'User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
    'Accept: application/json',
    'Accept-Language: de-DE,de;q=0.9',
    `Cookie: theme=dark; session=0f8fad5b${granted ? `; askfirst_consent=${cookie}` : ''}`,
    'Sec-Fetch-Site: same-origin',
    'X-POSTHOG-DISTINCT-ID: 0198f3c2-7b1a-7c3d-9e4f-1234567890ab',
    'X-POSTHOG-SESSION-ID: 0198f3c2-7b1a-7c3d-9e4f-1234567890ac',
    'traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    '\r\n',
  ].join('\r\n');

/** The request's event is made and goes nowhere; nobody has consented; theirs with and without an event of the request. */
const ours = ['without', 'askfirst, no consent', 'askfirst, not sent', 'askfirst'];
const theirs = ['posthog', 'posthog and an event'];
const plan: Readonly<Record<string, readonly string[]>> = {
  node: ours,
  express: [...ours, ...theirs],
  express4: [...ours, ...theirs],
  fastify: ours,
  hono: ours,
  fetch: ours,
  sveltekit: ours,
};
const asked = process.argv.slice(2);

let swallowed = 0;
const sink = createServer((request, response) => {
  request.on('data', (data: Buffer) => (swallowed += data.length)).on('end', () => response.end('{"status":1}'));
});
await once(sink.listen(0, '127.0.0.1'), 'listening');
const sinkUrl = `http://127.0.0.1:${(sink.address() as AddressInfo).port}`;

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1]!;

const report = (host: string, contenders: readonly Contender[], kept: readonly Figures[][]) => {
  const bare = kept[0]!;
  contenders.forEach(({variant}, index) => {
    const mine = kept[index]!;
    const middle = (of: keyof Figures) => median(mine.map(figures => figures[of]));
    const added = (of: keyof Figures) =>
      index === 0 ? '' : median(mine.map((figures, round) => figures[of] - bare[round]![of])).toFixed(1);
    const plain = [middle('perSecond').toFixed(0), middle('p50').toFixed(0), middle('p99').toFixed(0)];
    console.log(`| ${[host, variant, ...plain, added('duration'), added('p50'), middle('cpu').toFixed(1), added('cpu')].join(' | ')} |`);
  });
};

console.log(`${cpus()[0]?.model ?? 'unknown machine'}, ${cpus().length} cores, Node ${process.version}`);
console.log(
  `${rounds} rounds in turns: ${requests / 4} requests one by one for the times, ${requests} on 8 connections for requests/s and CPU\n`,
);
console.log(
  '| host | variant | requests/s | p50 µs | p99 µs | added until the response is out µs | added p50 µs | CPU µs | added CPU µs |',
);
console.log('|---|---|--:|--:|--:|--:|--:|--:|--:|');
for (const [host, variants] of Object.entries(plan)) {
  if (asked.length > 0 && !asked.includes(host)) continue;
  const contenders: Contender[] = [];
  for (const variant of variants) contenders.push(await openContender(host, variant, sinkUrl, head(!variant.endsWith('no consent'))));
  for (const contender of contenders) await contender.measure(warmUp);
  const kept = contenders.map((): Figures[] => []);
  for (let round = 0; round < rounds; round++) {
    // Forth and back, so that nobody is always after the same one.
    const turns = contenders.map((_, index) => (round % 2 ? contenders.length - 1 - index : index));
    for (const index of turns) kept[index]!.push(await contenders[index]!.measure(requests));
  }
  report(host, contenders, kept);
  for (const contender of contenders) await contender.close();
}
console.log(`\n${(swallowed / 1e6).toFixed(1)} MB of events arrived`);
sink.close();
