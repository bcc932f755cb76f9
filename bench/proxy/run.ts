// What the hop costs: the same request, one at a time, with and without the proxy, in turns. Each side runs in a process of its own.
import {fork} from 'node:child_process';
import {once} from 'node:events';
import {Agent, get} from 'node:http';
import {fileURLToPath} from 'node:url';

const rounds = 10;
const requests = 500;
const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));

const start = async (module: string, ...args: string[]): Promise<{port: number; end: () => void}> => {
  const child = fork(module, args, {execArgv: []});
  const [port] = (await once(child, 'message')) as [number];
  return {port, end: () => child.kill()};
};

const agent = new Agent({keepAlive: true, maxSockets: 1});
const ask = (port: number) =>
  new Promise<void>((resolve, reject) => {
    const headers = {cookie: `askfirst_consent=1~${Date.now()}~1.0~analytics~`};
    get({port, host: '127.0.0.1', path: '/chats/7', agent, headers}, response => response.resume().once('end', resolve)).once(
      'error',
      reject,
    );
  });

const measure = async (port: number): Promise<number[]> => {
  const durations: number[] = [];
  for (let index = 0; index < requests; index++) {
    const began = performance.now();
    await ask(port);
    durations.push((performance.now() - began) * 1000);
  }
  return durations;
};

const upstream = await start(file('upstream.mjs'));
const proxy = await start(file('proxy.mjs'), `http://127.0.0.1:${upstream.port}`);
const all: Record<'direct' | 'proxied', number[]> = {direct: [], proxied: []};
await Promise.all([measure(upstream.port), measure(proxy.port)]);
for (let round = 0; round < rounds; round++) {
  all.direct.push(...(await measure(upstream.port)));
  all.proxied.push(...(await measure(proxy.port)));
}
const at = (durations: number[], share: number) => Math.round(durations.sort((a, b) => a - b)[Math.floor(durations.length * share)]!);
for (const [name, durations] of Object.entries(all))
  console.log(`${name.padEnd(8)} p50 ${at(durations, 0.5)} µs  p99 ${at(durations, 0.99)} µs`);
console.log(`the hop: ${at(all.proxied, 0.5) - at(all.direct, 0.5)} µs median, ${rounds * requests} requests each`);
proxy.end();
upstream.end();
agent.destroy();
