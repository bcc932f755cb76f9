import {level} from './figures.js';
import type {Entry} from './page.js';
import type {BenchPage, Contender, Pages} from './pages.js';

export const levels = [0, 100, 1000, 5000] as const;
export const burstEvents = 1000;
/** From here on a page is filled once, and goes on being measured: what a round adds is little beside what waits. */
const many = 1000;
const eventsPerVisit = 20;
const settleMs = 4000;

/** Milliseconds per event, beside a bare write in the same page. */
export interface Visit {
  /** Events that waited before. */
  readonly waiting: number;
  readonly call: number;
  /** Less what the emptiest task takes. */
  readonly task: number;
  readonly bare: number;
}

/** Milliseconds per event. */
export interface Burst {
  /** As many as it managed. */
  readonly tracked: number;
  readonly task: number;
  readonly bareTask: number;
  /** All that the main thread did until it was quiet. */
  readonly work: number;
}

/** One entry a round; of others than ours with much waiting, of the first round only. */
export interface Measured {
  /** By contender and level: `askfirst 100`. */
  readonly visits: Readonly<Record<string, readonly Visit[]>>;
  readonly bursts: Readonly<Record<string, readonly Burst[]>>;
  readonly entry: Entry;
}

interface Filled {
  readonly page: BenchPage;
  readonly waiting: number;
}

export const isOurs = (contender: Contender): boolean => contender.startsWith('askfirst');

/** Lets all contenders take turns, round by round. `patienceMs` bounds the filling of one page. */
export const measure = async (
  pages: Pages,
  contenders: readonly Contender[],
  rounds: number,
  patienceMs: number,
  say: (text: string) => void,
): Promise<Measured> => {
  const sample = await pages.open('askfirst');
  await sample.page.evaluate(() => window.bench.fill(1, 1000));
  const entry = await sample.page.evaluate(() => window.bench.newest('askfirst:q:'));
  await sample.close();

  const open = async (contender: Contender, count: number): Promise<Filled> => {
    const page = await pages.open(contender);
    const left = (await page.page.evaluate(() => window.bench.waiting())) ?? 0;
    await page.page.evaluate(next => window.bench.setEntry(next), entry);
    // Ours waits in a key for each task, the others in one array; for them it is much quicker together.
    const together = isOurs(contender) ? 1 : 50;
    const order = [Math.max(0, count - left), patienceMs, together] as const;
    const filled = await page.page.evaluate(given => window.bench.fill(...given), order);
    return {page, waiting: filled + left};
  };

  const visit = async ({page: {page}, waiting}: Filled): Promise<Visit> => {
    const {event, bare, empty} = await page.evaluate(count => window.bench.apart(count), eventsPerVisit);
    const idle = Math.min(...empty.map(({task}) => task));
    return {
      waiting,
      call: level(event.map(({call}) => call)),
      task: level(event.map(({task}) => task)) - idle,
      bare: level(bare.map(({call}) => call)),
    };
  };

  const burst = async (contender: Contender): Promise<Burst> => {
    const {page} = await open(contender, 0);
    const before = await page.worked();
    const {event, bare, tracked} = await page.page.evaluate(given => window.bench.burst(...given), [burstEvents, patienceMs] as const);
    const end = Date.now() + patienceMs;
    let last = before;
    let now = await page.worked();
    while (now - last > 20 && Date.now() < end) {
      last = now;
      await page.page.waitForTimeout(settleMs);
      now = await page.worked();
    }
    await page.close();
    return {tracked, task: event.task / tracked, bareTask: bare.task / burstEvents, work: (now - before - bare.task) / tracked};
  };

  const visits: Record<string, Visit[]> = {};
  const bursts: Record<string, Burst[]> = {};
  const kept = new Map<string, Filled>();
  const turn = async (contender: Contender, count: number, round: number) => {
    const key = `${contender} ${count}`;
    const mine = isOurs(contender);
    // Filling takes the others minutes, and what they do with what waits would slow down whoever is next.
    if (count >= many && !mine && round > 1) return;
    const filled = kept.get(key) ?? (await open(contender, count));
    (visits[key] ??= []).push(await visit(filled));
    if (count >= many && mine) kept.set(key, filled);
    else await filled.page.close();
    if (round === 1) say(`${key}: ${filled.waiting} wait`);
  };
  for (let round = 1; round <= rounds; round++) {
    for (const count of levels) for (const contender of contenders) await turn(contender, count, round);
    for (const contender of contenders) (bursts[contender] ??= []).push(await burst(contender));
    say(`round ${round} of ${rounds}`);
  }
  return {visits, bursts, entry};
};
