/**
 * How much of SQLite's own speed is left after HTTP, JSON, the guard and all rules: `npm run bench:collector`. The collector runs as a
 * process of its own, compiled as it ships. "Bare" is the same rows into a file with the same tables, indexes and settings
 * (`synchronous=FULL`) through the same prepared statement, one commit after the other in a loop, as many events a commit as the requests
 * hold, in the same run. The load comes from this process and shares the machine with the collector, which bare SQLite has for itself.
 */
import {once} from 'node:events';
import {mkdtempSync, rmSync} from 'node:fs';
import {cpus, loadavg, tmpdir} from 'node:os';
import {join} from 'node:path';
import {createPiiGuard} from '../../src/privacy/pii-guard.js';
import type {EventRow} from '../../src/server/collector/collected-event.js';
import {createIntake} from '../../src/server/collector/intake.js';
import {readPosthogEvents} from '../../src/server/collector/posthog-events.js';
import {openStore} from '../../src/server/collector/store.js';
import {cpuTime} from './cpu-time.js';
import {makeBatch} from './events.js';
import {load} from './load.js';
import {compileCollector} from './compile-collector.js';

const rounds = 5;
const directory = mkdtempSync(join(tmpdir(), 'askfirst-bench-'));
const file = (name: string) => join(directory, `${name}.db`);
const compiled = await compileCollector();

/** The rows that the collector makes of these bodies. */
const rowsOf = async (bodies: readonly string[]): Promise<EventRow[][]> => {
  const groups: EventRow[][] = [];
  const intake = createIntake({
    guard: createPiiGuard({rememberHarmless: true}),
    now: Date.now,
    requireConsent: false,
    checkRate: () => undefined,
    write: rows => Promise.resolve(new Set<number>(void groups.push([...rows]))),
  });
  for (const body of bodies) await intake(readPosthogEvents(JSON.parse(body), null, Date.now()));
  return groups;
};

const bare = async (bodies: readonly string[], name: string): Promise<{seconds: number; cpu: number}> => {
  const groups = await rowsOf(bodies);
  const store = await openStore(file(name));
  const start = performance.now();
  const before = process.cpuUsage();
  for (const group of groups) store.insert(group);
  const {user, system} = process.cpuUsage(before);
  const seconds = (performance.now() - start) / 1_000;
  store.close();
  return {seconds, cpu: (user + system) / 1e6};
};

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;
const count = (perSecond: number) => Math.round(perSecond).toLocaleString('en');

const compare = async (title: string, size: number, requests: number, connections: number) => {
  const bodies = () => Array.from({length: requests}, () => makeBatch(size));
  const {child, url} = await compiled.start(file(`collector-${size}-${connections}`));
  await load(url, bodies(), connections);
  const own: number[] = [];
  const reference: number[] = [];
  const events = size * requests;
  const used = {bare: 0, main: 0, all: 0, load: 0};
  for (let round = 0; round < rounds; round++) {
    const {seconds, cpu} = await bare(bodies(), `bare-${size}-${connections}-${round}`);
    reference.push(events / seconds);
    const prepared = bodies();
    const before = cpuTime(child.pid!);
    const loadBefore = process.cpuUsage();
    own.push(events / (await load(url, prepared, connections)));
    const {user, system} = process.cpuUsage(loadBefore);
    const after = cpuTime(child.pid!);
    used.bare += cpu;
    used.load += (user + system) / 1e6;
    used.main += (after?.main ?? 0) - (before?.main ?? 0);
    used.all += (after?.all ?? 0) - (before?.all ?? 0);
  }
  child.kill('SIGTERM');
  await once(child, 'exit');
  const micros = (seconds: number) => Math.round((seconds * 1e6) / (events * rounds));
  // Of the same round, as what else the machine does changes from one to the next.
  const ratios = own.map((value, i) => value / reference[i]!);
  console.log(
    `${title}: ${count(median(own))} events/s, bare SQLite ${count(median(reference))} events/s, ratio ${median(ratios).toFixed(2)} (${ratios.map(value => value.toFixed(2)).join(', ')}); processor time an event: main thread ${micros(used.main)} µs, all threads ${micros(used.all)} µs, bare ${micros(used.bare)} µs; the load itself ${micros(used.load)} µs`,
  );
};

try {
  console.log(`Node ${process.version}, ${cpus().length} cores, load ${loadavg()[0]!.toFixed(1)} before`);
  await compare('batches of 50, 8 connections', 50, 120, 8);
  await compare('single events, 64 connections', 1, 1_000, 64);
  await compare('single events, 1 connection', 1, 200, 1);
} finally {
  rmSync(directory, {recursive: true, force: true});
  compiled.remove();
}
