import {until} from '../helpers/until.js';
import {behaviours} from './sink.js';
import type {Scenario} from './scenario.js';
import {pass} from './scenario.js';
import type {OpenPage, World} from './world.js';

const day = 86_400_000;
/** The page's clock in scenarios that take minutes. */
const speed = 10;

const wedgeAndKill = async (world: World) => {
  const page = await world.open();
  await world.sink.refuse();
  const count = world.short ? 30 : 100;
  const {from, track} = page.claim(count);
  await page.tab.run(`faults.wedge('${page.page}', ${from}, ${count})`);
  await until('the page to hang', () => world.siteRequests.includes('/wedged'), 60_000);
  track(count);
  page.away();
  await world.browser().killWedged!();
  await world.sink.listen();
};

/** Tabs come and go until each label has tracked its events; a closed one is replaced. */
const crowd = async (world: World, tabs: number, each: number) => {
  const limits = {records: 20_000, bytes: 32 * 2 ** 20};
  const last = await world.open({limits});
  let closed = 0;
  const losses = new Map<string, number>();
  // What a tab has dropped stands on its own account, and goes with it.
  const close = async (page: OpenPage) => {
    const {dropped, recovered} = await page.stats();
    for (const [reason, count] of [...Object.entries(dropped), ...Object.entries(recovered.dropped)])
      losses.set(reason, (losses.get(reason) ?? 0) + count);
    await page.close();
  };
  const live = async () => {
    let page: OpenPage | undefined;
    for (let done = 0; done < each; done += 25) {
      page ??= await world.open({limits});
      await page.track(25);
      if (Math.random() < 0.15) {
        await close(page);
        page = undefined;
        closed++;
      }
    }
    if (page) await close(page);
  };
  await Promise.all(Array.from({length: tabs - 1}, live));
  await last.track(each);
  world.note(`${closed} tabs closed at random, ${tabs - 1} at their end; dropped by closed tabs: ${JSON.stringify([...losses])}`);
  return last;
};

/** What is hard to bring about, and needs Chromium's driver. */
export const harderScenarios: readonly Scenario[] = [
  {
    id: '8',
    title: 'renderer killed right after track() returned: a wedged page, and Page.crash after a task',
    engines: ['chromium'],
    async run(world) {
      await wedgeAndKill(world);
      const page = await world.open();
      await page.track(100);
      page.away();
      await page.tab.crash!();
      await world.settle(await world.open());
    },
  },
  {
    id: '9',
    title: '20 tabs × 500 events, tabs closed at random',
    engines: ['chromium'],
    run: async world => world.settle(await crowd(world, world.short ? 4 : 20, world.short ? 100 : 500), 180_000),
  },
  {
    id: '10',
    title: '5xx for 10 minutes (clock × 10), 900 events meanwhile',
    engines: ['chromium'],
    async run(world) {
      const page = await world.open({speed});
      world.sink.behave(behaviours.down);
      const minutes = world.short ? 2 : 10;
      const end = Date.now() + (minutes * 60_000) / speed;
      const sizes: number[] = [];
      for (let tracked = 0; tracked < 900; tracked += 15) {
        await page.track(15);
        sizes.push(await page.tab.run<number>('faults.stored()'));
        await pass(Math.max(0, (end - Date.now()) / ((900 - tracked) / 15)));
      }
      const tries = world.sink.arrivals.length;
      const most = Math.max(...sizes);
      world.note(`${tries} requests in the outage, at most ${Math.round(most / 1024)} Ki characters stored`);
      world.check('storage stays bounded', most < 1.1 * 2 ** 20);
      world.check('the requests back off', tries <= 60);
      world.sink.behave(behaviours.ok);
      await world.settle(page, 120_000);
    },
  },
  {
    id: '10b',
    title: '5xx, 3,000 events into the default bounds: what is dropped is counted and told',
    engines: ['chromium'],
    async run(world) {
      const page = await world.open();
      world.sink.behave(behaviours.down);
      for (let part = 0; part < 30; part++) await page.track(100);
      const {dropped, waiting} = await page.stats();
      const overflow = dropped['overflow'] ?? 0;
      world.check(`the account is balanced: ${waiting} wait, ${JSON.stringify(dropped)}`, waiting <= 1000 && waiting + overflow === 3000);
      world.check('the problem was told', (await page.tab.run<string[]>('faults.problems')).includes('dropped-overflow'));
      world.sink.behave(behaviours.ok);
      world.expectDropped(overflow);
      await world.settle(page, 120_000);
      const told = world.sink.arrivals
        .filter(({status}) => status === 200)
        .flatMap(({events}) =>
          events.map(({properties}) => (properties['askfirst_dropped'] as Record<string, number> | undefined)?.['overflow'] ?? 0),
        )
        .reduce((sum, count) => sum + count, 0);
      world.check(`the provider was told of ${told} of ${overflow}`, told === overflow);
    },
  },
  {
    id: '12',
    title: 'back-forward cache: frozen and restored, with events waiting and with a request in flight',
    engines: ['chromium'],
    async run(world) {
      const page = await world.open();
      const elsewhere = async (meanwhile: () => Promise<void> | void) => {
        const back = page.away();
        await page.tab.run("void setTimeout(() => location.assign('/other'))");
        await until('the other page', () => page.tab.run<boolean>("document.title === 'Other'").catch(() => false));
        await meanwhile();
        await page.tab.run('void setTimeout(() => history.back())');
        await until(
          'the page to be back',
          () => page.tab.run<boolean>("document.title === 'Faults' && faults.ready").catch(() => false),
          60_000,
        );
        back();
        return page.tab.run<boolean>('faults.persisted');
      };
      await world.sink.refuse();
      await page.track(100);
      const waiting = await elsewhere(() => {});
      // Not before: a request of the farewell would still get through then, and its answer throws a frozen page out.
      await world.sink.listen();
      world.check('the page was restored from the cache', waiting);
      await page.track(100);
      world.sink.behave(behaviours.slow(500));
      await until('a request', () => world.sink.arrivals.length > 0);
      const flying = await elsewhere(() => {});
      world.note(`restored: waiting ${waiting}, in flight ${flying}`);
      world.sink.behave(behaviours.ok);
      await world.settle(page, 120_000);
    },
  },
  {
    id: '13',
    title: 'the clock jumps by a day, forward and back, also across a reload',
    engines: ['chromium'],
    async run(world) {
      const first = await world.open({shiftMs: 0});
      for (const jump of [day, -2 * day]) {
        world.sink.behave(behaviours.down);
        const before = world.sink.arrivals.length;
        await first.track(100);
        await until('a try', () => world.sink.arrivals.length > before, 20_000);
        await first.tab.run(`faults.jump(${jump})`);
        await first.track(100);
        world.sink.behave(behaviours.ok);
        await world.settle(first, 60_000);
      }
      for (const shiftMs of [day, -day]) {
        const page = await world.open({shiftMs: 0});
        world.sink.behave(behaviours.down);
        const before = world.sink.arrivals.length;
        await page.track(100);
        await until('a try', () => world.sink.arrivals.length > before, 20_000);
        await page.close();
        world.sink.behave(behaviours.ok);
        const next = await world.open({shiftMs});
        await world.settle(next, 60_000);
        await next.close();
      }
    },
  },
  {
    id: '14',
    title: 'the host application fills the quota',
    engines: ['chromium'],
    async run(world) {
      const page = await world.open();
      const keys = await page.tab.run<number>('faults.fill()');
      await world.sink.refuse();
      await page.track(200);
      const closing = await world.open();
      await closing.track(200);
      await until('the mirror to have them', async () => (await closing.tab.run<{mirror: number}>('faults.left()')).mirror >= 400);
      await closing.close();
      await world.sink.listen();
      await world.settle(page, 120_000);
      world.check("the host's keys are untouched", (await page.tab.run<number>('faults.hostKeys()')) === keys);
    },
  },
  {
    id: '15',
    title: 'the provider is swapped while a batch is in flight',
    engines: ['chromium'],
    async run(world) {
      const page = await world.open();
      world.sink.behave(behaviours.hold);
      await page.track(100);
      await until('a batch in flight', () => world.sink.arrivals.length > 0);
      await page.tab.run(
        `void faults.analytics.switchProvider('posthog', {apiKey: 'phc_demo', apiHost: '${world.second.url}/${page.page}'})`,
      );
      await page.track(100);
      world.sink.release();
      await world.settle(page);
      const taken = (sink: World['sink']) => sink.arrivals.reduce((sum, {events}) => sum + events.length, 0);
      world.note(`${taken(world.sink)} to the first, ${taken(world.second)} to the second`);
      world.check('the second provider has its share', taken(world.second) >= 100);
    },
  },
];
