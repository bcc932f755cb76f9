import type {Engine} from './driver.js';
import {harderScenarios} from './harder-scenarios.js';
import {until} from '../helpers/until.js';
import {pass} from './scenario.js';
import type {Scenario} from './scenario.js';
import {behaviours} from './sink.js';
import type {World} from './world.js';

const everyEngine: readonly Engine[] = ['chromium', 'firefox', 'webkit'];
/** How long an outage lasts (ms), and how many events it meets. */
const outage = ({short}: World) => (short ? 2000 : 10_000);
const many = ({short}: World) => (short ? 200 : 1000);

const commonScenarios: readonly Scenario[] = [
  {
    id: '1',
    title: 'normal, 1,000 events in one task',
    engines: everyEngine,
    async run(world) {
      const page = await world.open();
      await page.track(1000);
      await world.settle(page);
    },
  },
  {
    id: '2',
    title: 'the sink answers 503 for 10 s',
    engines: everyEngine,
    async run(world) {
      const page = await world.open();
      world.sink.behave(behaviours.down);
      await page.track(many(world));
      await pass(outage(world));
      world.check('nothing was tried during the outage', world.sink.arrivals.length > 0);
      world.sink.behave(behaviours.ok);
      await world.settle(page, 120_000);
    },
  },
  {
    id: '3',
    title: 'offline for 10 s',
    engines: everyEngine,
    async run(world) {
      const page = await world.open();
      const online = await world.offline(page);
      await page.track(many(world));
      await pass(outage(world));
      await online();
      await world.settle(page, 120_000);
    },
  },
  {
    id: '4',
    title: 'tab closed right after 200 track() calls, reopened once',
    engines: everyEngine,
    async run(world) {
      const page = await world.open();
      await page.track(200);
      await page.close();
      await world.settle(await world.open());
    },
  },
  {
    id: '4b',
    title: 'the same, offline, and the sink still answers 503 for a while when the page is open again',
    engines: everyEngine,
    async run(world) {
      const page = await world.open();
      const online = await world.offline(page);
      await page.track(200);
      await page.close();
      world.sink.behave(behaviours.down);
      await online();
      const next = await world.open();
      await until('a try', () => world.sink.arrivals.length > 0, 30_000);
      world.sink.behave(behaviours.ok);
      await world.settle(next);
    },
  },
  {
    id: '5',
    title: 'offline, 200 events, the browser killed 2 s later, restarted online',
    engines: ['chromium'],
    async run(world) {
      // The grant is on disk, as it is for a visitor who has come before.
      await (await world.open()).close();
      await world.restartBrowser();
      const page = await world.open();
      const online = await world.offline(page);
      await page.track(200);
      await pass(2000);
      await world.killBrowser();
      await online();
      await world.settle(await world.open());
    },
  },
  {
    id: '5b',
    title: 'the same, but the visitor had agreed just before, so that localStorage forgets the grant too',
    engines: ['chromium'],
    async run(world) {
      const page = await world.open();
      const online = await world.offline(page);
      await page.track(200);
      await pass(2000);
      await world.killBrowser();
      await online();
      await world.settle(await world.open());
    },
  },
  {
    id: '6',
    title: 'three tabs, 100 events each, offline, all closed, one reopened online',
    engines: everyEngine,
    async run(world) {
      const pages = [await world.open(), await world.open(), await world.open()];
      const online = await world.offline(...pages);
      for (const page of pages) await page.track(100);
      for (const page of pages) await page.close();
      await online();
      await world.settle(await world.open());
    },
  },
  {
    id: '7',
    title: '429 with Retry-After: 3, three times',
    engines: everyEngine,
    async run(world) {
      const page = await world.open();
      world.sink.behave(behaviours.tooMany(3, 3));
      await page.track(many(world));
      await world.settle(page, 120_000);
      const refused = world.sink.arrivals.filter(({status}) => status === 429);
      world.check('there were three refusals', refused.length === 3);
      for (const refusal of refused) {
        const next = world.sink.arrivals[world.sink.arrivals.indexOf(refusal) + 1]!;
        const gap = next.at - refusal.answeringAt!;
        world.check(`a request after ${gap} ms`, gap >= 3000);
      }
    },
  },
  {
    id: '11',
    title: 'a 300 KB burst at pagehide, reopened once',
    engines: everyEngine,
    async run(world) {
      const page = await world.open();
      const {track} = page.claim(300);
      await page.tab.run(`faults.burst('${page.page}', 300, 1000)`);
      await page.close();
      const next = await world.open();
      for (const from of [0, 150]) {
        const done = await next.tab.run<boolean>(`localStorage.getItem('host:burst:${from}') === '150'`);
        if (done) track(150, from);
        // Firefox, when its driver closes a tab, ends the first `pagehide` listener that writes to localStorage, in the middle of that write.
        if (!done && world.engine === 'firefox' && from === 0) world.note('the browser stopped the first half before track() returned');
        else world.check('the page could track its burst', done);
      }
      await world.settle(next);
    },
  },
];

/** The scenarios in their order. */
export const scenarios: readonly Scenario[] = [...commonScenarios, ...harderScenarios].sort((one, other) =>
  one.id.localeCompare(other.id, 'en', {numeric: true}),
);
