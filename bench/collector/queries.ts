import {mkdtempSync, rmSync, statSync} from 'node:fs';
import {cpus, loadavg, tmpdir} from 'node:os';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {openDatabase} from '../../src/server/collector/database.js';
import {createCounts, type CountFilter} from '../../src/server/collector/rollups/counts.js';
import {createRollups} from '../../src/server/collector/rollups/fold.js';
import {prepareRollups} from '../../src/server/collector/rollups/schema-rollups.js';
import {openStore} from '../../src/server/collector/store.js';
import {generateEvents} from './generate.js';

const {values} = parseArgs({
  options: {events: {type: 'string', default: '1000000'}, rounds: {type: 'string', default: '40'}, days: {type: 'string', default: '60'}},
});
const [total, rounds, days] = [values.events, values.rounds, values.days].map(Number) as [number, number, number];
const ms = (value: number) => `${value.toFixed(1)} ms`;

const directory = mkdtempSync(join(tmpdir(), 'askfirst-queries-'));
try {
  const file = join(directory, 'events.db');
  const store = await openStore(file);
  const end = Date.now();
  let began = performance.now();
  const rows = [];
  for (const row of generateEvents(total, days, end)) if (rows.push(row) === 5_000) store.insert(rows.splice(0));
  store.insert(rows);
  const stored = performance.now() - began;
  const database = await openDatabase(file);
  prepareRollups(database);
  const rollups = createRollups(database);
  began = performance.now();
  const steps: number[] = [];
  for (let more = true; more;) {
    const at = performance.now();
    more = rollups.fold(1_000) > 0;
    steps.push(performance.now() - at);
  }
  const folded = performance.now() - began;

  const counts = createCounts(database);
  const today = Math.floor(end / 86_400_000);
  const month: CountFilter = {from: today - 29, to: today};
  const questions: Record<string, () => unknown> = {
    'per day': () => counts.days(month),
    'per day and event': () => counts.daysAndEvents(month),
    'per event': () => counts.events(month, 100),
    'per day, one event, one project': () => counts.days({...month, event: 'page_view', project: 'phc_demo'}),
    'top pages': () => counts.values('path', month, 100),
    'top pages of one event': () => counts.values('path', {...month, event: 'page_view'}, 100),
    'browsers per day': () => counts.daysAndValues('browser', month, 1_000),
    'masked per day': () => counts.daysAndValues('masked', month, 1_000),
    'visitors of the range, exactly': () => counts.visitors(month),
    'visitors of one event in the range, exactly': () => counts.visitors({...month, event: 'page_view'}),
  };
  const percentile = (sorted: readonly number[], share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
  const sort = (list: number[]) => list.sort((a, b) => a - b);
  console.log(
    `${total} events of ${days} days, ${(statSync(file).size / 1e6).toFixed(0)} MB, Node ${process.version}, ${cpus().length} cores, load ${loadavg()[0]!.toFixed(1)}`,
  );
  console.log(
    `stored in ${(stored / 1000).toFixed(1)} s, counted in ${(folded / 1000).toFixed(1)} s; a step of 1,000: p50 ${ms(percentile(sort(steps), 0.5))}, p95 ${ms(percentile(steps, 0.95))}`,
  );
  let slowest = 0;
  for (const [name, question] of Object.entries(questions)) {
    const times = Array.from({length: rounds}, () => {
      const at = performance.now();
      question();
      return performance.now() - at;
    });
    const p95 = percentile(sort(times), 0.95);
    slowest = Math.max(slowest, p95);
    console.log(`  ${name.padEnd(46)} p50 ${ms(percentile(times, 0.5)).padStart(9)}   p95 ${ms(p95).padStart(9)}`);
  }
  store.close();
  database.close();
  console.log(slowest < 500 ? `slowest p95: ${ms(slowest)}` : `too slow: p95 ${ms(slowest)}, more than 500 ms`);
  if (slowest >= 500) process.exitCode = 1;
} finally {
  rmSync(directory, {recursive: true, force: true});
}
