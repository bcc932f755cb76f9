/**
 * What the middleware costs a request, on each host, beside the same server without it and posthog-node's own Express middleware:
 * `npm run build && npm run bench:server`, or `npm run bench:server -- node express` for some hosts. Client and servers have a CPU each. The servers of a host
 * are processes of their own, all there at once; short turns go round in random order, so that whatever else the machine does meets all alike. As no
 * two processes are alike either, all of it is done with new ones several times; what is added is the median of their differences. `without` is
 * there twice: the second shows what a difference of nothing looks like. The answer is a small one from memory, the worst case for a relative cost.
 */
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {once} from 'node:events';
import {cpus} from 'node:os';
import {formatConsentCookie} from '../../src/lib/consent-cookie.js';
import {openContender, type Contender} from './contender.js';
import {pinning} from './pin.js';

const processes = Number(process.env['PROCESSES'] ?? 5);
const rounds = Number(process.env['ROUNDS'] ?? 60);
const turn = 32;
const warmUp = Number(process.env['WARM_UP'] ?? 5000);

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

/** Nobody has consented; the request's event is made and goes nowhere; theirs with and without an event of the request. */
const ours = ['without', 'without, again', 'askfirst, no consent', 'askfirst, not sent', 'askfirst'];
const theirs = ['posthog', 'posthog and an event'];
const onFetch = ['without', 'without, but fetching', ...ours.slice(1)];
const plan: Readonly<Record<string, readonly string[]>> = {
  node: ours,
  express: [...ours, ...theirs],
  express4: [...ours, ...theirs],
  fastify: ours,
  hono: ours,
  fetch: onFetch,
  sveltekit: onFetch,
};
const asked = process.argv.slice(2);

let swallowed = 0;
const sink = createServer((request, response) => {
  request.on('data', (data: Buffer) => (swallowed += data.length)).on('end', () => response.end('{"status":1}'));
});
await once(sink.listen(0, '127.0.0.1'), 'listening');
const sinkUrl = `http://127.0.0.1:${(sink.address() as AddressInfo).port}`;

const median = (values: readonly number[], of = 0.5) => [...values].sort((a, b) => a - b)[Math.floor(values.length * of)]!;

/** What a process has shown; times in µs. */
interface Figures {
  readonly perSecond: number;
  readonly cpu: number;
  /** As the client sees it, one request at a time. */
  readonly p50: number;
  readonly p99: number;
}

/** One process for each variant, and what all of them showed meanwhile. */
const compare = async (host: string, variants: readonly string[]): Promise<readonly Figures[]> => {
  const contenders: Contender[] = [];
  for (const variant of variants) contenders.push(await openContender(host, variant, sinkUrl, head(!variant.endsWith('no consent'))));
  for (const contender of contenders) await contender.times(warmUp);
  const turns = () => contenders.map((_, index) => index).sort(() => Math.random() - 0.5);
  const times = contenders.map((): number[] => []);
  for (let round = 0; round < rounds; round++)
    // The first of a turn find the caches full of the others' doings.
    for (const index of turns()) times[index]!.push(...(await contenders[index]!.times(turn + turn / 4)).slice(turn / 4));
  const throughput = contenders.map((): {perSecond: number; cpu: number}[] => []);
  for (let round = 0; round < rounds / 10; round++)
    for (const index of turns()) throughput[index]!.push(await contenders[index]!.throughput(1000));
  for (const contender of contenders) await contender.close();
  return contenders.map((_, index) => ({
    perSecond: median(throughput[index]!.map(({perSecond}) => perSecond)),
    cpu: median(throughput[index]!.map(({cpu}) => cpu)),
    p50: median(times[index]!),
    p99: median(times[index]!, 0.99),
  }));
};

const report = (host: string, variants: readonly string[], found: readonly (readonly Figures[])[]) => {
  variants.forEach((variant, index) => {
    const middle = (of: keyof Figures) => median(found.map(figures => figures[index]![of]));
    const added = (of: keyof Figures) =>
      index === 0 ? '' : median(found.map(figures => figures[index]![of] - figures[0]![of])).toFixed(1);
    const plain = [middle('perSecond').toFixed(0), middle('p50').toFixed(0), middle('p99').toFixed(0)];
    console.log(`| ${[host, variant, ...plain, added('p50'), middle('cpu').toFixed(1), added('cpu')].join(' | ')} |`);
  });
};

console.log(`${cpus()[0]?.model ?? 'unknown machine'}, ${cpus().length} cores, Node ${process.version}; ${pinning}`);
console.log(
  `Medians of ${processes} processes of each kind, in each ${rounds} turns of ${turn} requests; requests/s and CPU with 8 connections\n`,
);
console.log('| host | variant | requests/s | p50 µs | p99 µs | added p50 µs | CPU µs | added CPU µs |');
console.log('|---|---|--:|--:|--:|--:|--:|--:|');
for (const [host, variants] of Object.entries(plan)) {
  if (asked.length > 0 && !asked.includes(host)) continue;
  const found: (readonly Figures[])[] = [];
  for (let count = 0; count < processes; count++) found.push(await compare(host, variants));
  report(host, variants, found);
}
console.log(`\n${(swallowed / 1e6).toFixed(1)} MB of events arrived`);
sink.close();
