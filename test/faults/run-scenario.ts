import type {Engine} from './driver.js';
import type {Scenario} from './scenario.js';
import {createWorld} from './world.js';

/** One row of the proof. */
export interface Row {
  readonly id: string;
  readonly title: string;
  readonly engine: Engine;
  readonly tracked: number;
  readonly delivered: number;
  /** Losses that the library has counted. */
  readonly dropped: number;
  /** Still on disk when the scenario's patience was over. */
  readonly waiting: number;
  readonly lost: number;
  /** In the sink's log, before deduplication. */
  readonly duplicates: number;
  /** Of these: after an outcome that the page could not know. */
  readonly allowed: number;
  readonly seconds: number;
  readonly failures: readonly string[];
  readonly notes: readonly string[];
}

/** Nothing lost, and nothing sent twice whose outcome could be known. */
export const runScenario = async ({id, title, run}: Scenario, engine: Engine, short: boolean): Promise<Row> => {
  const began = performance.now();
  const world = await createWorld(engine, short);
  const failures: string[] = [];
  await run(world).catch((error: unknown) => failures.push(error instanceof Error ? error.stack! : String(error)));
  const {tracked, delivered, dropped, waiting, missing, duplicates, allowed, needless, altered, strangers} = world.judge();
  const lost = Math.max(0, missing.length - dropped - waiting);
  await world.stop();
  const expect = (what: string, holds: boolean) => holds || failures.push(what);
  expect(`${lost} lost, such as ${missing.slice(0, 3).join(' ')}`, !lost);
  expect(`${duplicates - allowed} sent twice though the outcome could be known, such as ${needless[0] ?? ''}`, duplicates === allowed);
  expect(`${waiting} still wait`, !waiting);
  expect(`${altered} copies differ`, !altered);
  expect(`${strangers} events that nobody has tracked`, !strangers);
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  return {
    id,
    title,
    engine,
    tracked,
    delivered,
    dropped,
    waiting,
    lost,
    duplicates,
    allowed,
    seconds,
    failures: [...failures, ...world.failures],
    notes: world.notes,
  };
};

/** The rows as Markdown. */
export const tableOf = (rows: readonly Row[]): string =>
  [
    '| | scenario | engine | tracked | delivered | dropped, counted | waiting | lost | duplicates | of these allowed | s | |',
    '|---|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---|',
    ...rows.map(
      ({id, title, engine, tracked, delivered, dropped, waiting, lost, duplicates, allowed, seconds, failures}) =>
        `| ${[id, title, engine, tracked, delivered, dropped, waiting, lost, duplicates, allowed, seconds, failures.length ? 'FAILED' : 'passed'].join(' | ')} |`,
    ),
  ].join('\n');
