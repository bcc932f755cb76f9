/**
 * What the middleware costs a request, on each host, beside the same server without it and posthog-node's own Express middleware:
 * `npm run build && npm run bench:server`. Every server is a process of its own, all are there from the beginning, and rounds go in turns, so that
 * whatever else the machine does meets all alike. The answer is a small one from memory: the worst case for a relative cost.
 */
import {fork, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {cpus} from 'node:os';
import {fileURLToPath} from 'node:url';
import {formatConsentCookie} from '../../src/lib/consent-cookie.js';
import {load} from './load.js';

const rounds = Number(process.env['ROUNDS'] ?? 7);
const requests = Number(process.env['REQUESTS'] ?? 1500);
const warmUp = Number(process.env['WARM_UP'] ?? 10_000);
const connections = 4;

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

const bare = 'without';
const plan: Readonly<Record<string, readonly string[]>> = {
  express: [bare, 'askfirst', 'askfirst, no consent', 'posthog', 'posthog and an event'],
  express4: [bare, 'askfirst', 'posthog'],
  fastify: [bare, 'askfirst'],
  hono: [bare, 'askfirst'],
  sveltekit: [bare, 'askfirst'],
  node: [bare, 'askfirst', 'askfirst, no consent'],
};
const only = process.argv.slice(2);

interface Contender {
  readonly host: string;
  readonly variant: string;
  readonly child: ChildProcess;
  readonly port: number;
  readonly perSecond: number[];
  readonly p50: number[];
  readonly p99: number[];
  readonly cpu: number[];
}

let swallowed = 0;
const sink = createServer((request, response) => {
  request.on('data', (data: Buffer) => (swallowed += data.length)).on('end', () => response.end('{"status":1}'));
});
await once(sink.listen(0, '127.0.0.1'), 'listening');
const sinkUrl = `http://127.0.0.1:${(sink.address() as AddressInfo).port}`;

const contenders: Contender[] = [];
for (const [host, variants] of Object.entries(plan)) {
  if (only.length > 0 && !only.includes(host)) continue;
  for (const variant of variants) {
    const child = fork(fileURLToPath(new URL('serve.mjs', import.meta.url)), [host, variant, sinkUrl], {execArgv: []});
    const [{port}] = (await once(child, 'message')) as [{port: number}];
    contenders.push({host, variant, child, port, perSecond: [], p50: [], p99: [], cpu: []});
  }
}

const cpuOf = async (child: ChildProcess) => {
  child.send('cpu');
  return ((await once(child, 'message')) as [{cpu: number; stats?: object}])[0];
};
const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

const round = async ({variant, port, child, ...kept}: Contender, count: number) => {
  const before = await cpuOf(child);
  const {elapsed, latencies} = await load(port, head(!variant.endsWith('no consent')), count, connections);
  // What is still to be sent belongs to the round.
  await new Promise(resolve => setTimeout(resolve, 60));
  const after = await cpuOf(child);
  if (count === warmUp) return;
  kept.perSecond.push(count / elapsed);
  kept.p50.push(latencies[Math.floor(latencies.length * 0.5)]!);
  kept.p99.push(latencies[Math.floor(latencies.length * 0.99)]!);
  kept.cpu.push((after.cpu - before.cpu) / count);
};

for (const contender of contenders) await round(contender, warmUp);
for (let i = 0; i < rounds; i++) for (const contender of contenders) await round(contender, requests);

console.log(`${cpus()[0]?.model ?? 'unknown machine'}, ${cpus().length} cores, Node ${process.version}`);
console.log(
  `${rounds} rounds of ${requests} requests in turns, ${connections} connections; medians of the rounds, added: medians of their differences\n`,
);
console.log(
  '| host | variant | requests/s | p50 µs | p99 µs | CPU µs/request | added p50 µs | added CPU µs |\n|---|---|--:|--:|--:|--:|--:|--:|',
);
const added = new Map<string, number>();
for (const {host, variant, perSecond, p50, p99, cpu} of contenders) {
  const base = contenders.find(other => other.host === host && other.variant === bare)!;
  // Latency counts each request's share: with so many at once, a server's time is waited for by all.
  const latency = median(p50.map((value, index) => value - base.p50[index]!)) / connections;
  const work = median(cpu.map((value, index) => value - base.cpu[index]!));
  added.set(`${host} ${variant}`, work);
  const [one, two] = variant === bare ? ['', ''] : [latency.toFixed(1), work.toFixed(1)];
  console.log(
    `| ${host} | ${variant} | ${median(perSecond).toFixed(0)} | ${median(p50).toFixed(0)} | ${median(p99).toFixed(0)} | ${median(cpu).toFixed(1)} | ${one} | ${two} |`,
  );
}
for (const {host, variant, child} of contenders.filter(({variant}) => variant === 'askfirst'))
  console.log(`${host} ${variant}: ${JSON.stringify((await cpuOf(child)).stats)}`);
console.log(`${(swallowed / 1e6).toFixed(1)} MB arrived`);
contenders.forEach(({child}) => child.disconnect());
sink.close();
