import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {Delivery} from '../../src/delivery.js';
import {createProviderLanes, wantedProviders} from '../../src/provider-lanes.js';
import type {AnalyticsConfig} from '../../src/config.js';

const createHarness = (arrived = true) => {
  const log: string[] = [];
  const grants = new Set(['analytics', 'marketing']);
  const accepts = new Map<string, () => boolean>();
  let unstopped: readonly string[] = [];
  const delivery: Delivery = {
    serve(lane, category, ready) {
      log.push(`serve ${lane} for ${category}`);
      return {
        async use(name, {apiHost = ''}) {
          log.push(`use ${lane} ${name} ${apiHost}`);
          ready();
        },
        async stop() {
          log.push(`stop ${lane}`);
          return unstopped;
        },
        usable: () => true,
        flags: () => undefined,
        reset: () => void log.push(`reset ${lane}`),
      };
    },
    purge: lane => log.push(`purge ${lane}`),
    flush: async () => {},
  };
  const lanes = createProviderLanes({
    queue: {
      addLane: lane => (log.push(`add ${lane.id}`), void accepts.set(lane.id, () => lane.accepts({} as never))),
      removeLane: (lane, why) => (log.push(`remove ${lane}: ${why}`), void accepts.delete(lane)),
    },
    granted: category => grants.has(category),
    waiting: () => ['main', 'gone.1'],
    delivery: () => (arrived ? delivery : undefined),
    onReady: () => {},
    onNew: (lane, category) => log.push(`introduce to ${lane} for ${category}`),
  });
  const want = (config: AnalyticsConfig<unknown>) => lanes.want(wantedProviders(config));
  const take = () => log.splice(0);
  return {lanes, want, grants, take, delivery, accepts, fail: (names: readonly string[]) => (unstopped = names)};
};

describe('several providers', () => {
  it('have lanes of their own whose names stay the same across pages', () => {
    const names = (config: AnalyticsConfig<unknown>) => wantedProviders(config).map(({lane, category}) => `${lane} ${category}`);
    assert.deepEqual(names({}), ['main analytics']);
    assert.deepEqual(
      names({provider: 'posthog', providers: [{name: 'http'}, {name: 'plausible', category: 'marketing'}, {name: 'http'}]}),
      ['main analytics', 'http.1 analytics', 'plausible.1 marketing', 'http.2 analytics'],
    );
    assert.deepEqual(names({providers: [{name: 'http', category: 'marketing'}]}), ['http.1 marketing']);
  });

  it('run as far as their categories are granted', async () => {
    const {want, grants, take, lanes, fail} = createHarness();
    grants.delete('marketing');
    await want({provider: 'console', providers: [{name: 'http', category: 'marketing'}]});
    assert.deepEqual(take(), ['add main', 'serve main for analytics', 'use main console ']);
    grants.add('marketing');
    assert.equal(lanes.follow(), undefined);
    await new Promise(setImmediate);
    assert.deepEqual(take(), ['add http.1', 'serve http.1 for marketing', 'use http.1 http ', 'introduce to http.1 for marketing']);
    grants.delete('marketing');
    fail(['http']);
    assert.deepEqual(await lanes.follow(), ['http']);
    assert.deepEqual(take(), ['remove http.1: withdrawn', 'stop http.1']);
  });

  it('are changed one by one', async () => {
    const {want, take} = createHarness();
    await want({provider: 'console', providers: [{name: 'http', apiHost: 'a'}]});
    take();
    await want({provider: 'console', providers: [{name: 'http', apiHost: 'b'}]});
    assert.deepEqual(take(), ['use http.1 http b', 'introduce to http.1 for analytics']);
    await want({provider: 'console', providers: []});
    await new Promise(setImmediate);
    assert.deepEqual(take(), ['remove http.1: provider-removed', 'stop http.1', 'purge http.1']);
    await want({provider: 'console', providers: [{name: 'http', category: 'marketing'}]});
    assert.deepEqual(take().slice(0, 2), ['add http.1', 'serve http.1 for marketing']);
  });

  it('take alone what one of them has of its own', async () => {
    const {want, lanes, accepts} = createHarness();
    await want({provider: 'console', providers: [{name: 'http'}]});
    const taking = () => ['main', 'http.1'].filter(lane => accepts.get(lane)!());
    let alone: string[] = [];
    lanes.alone('http.1', () => (alone = taking()));
    assert.deepEqual([alone, taking()], [['http.1'], ['main', 'http.1']]);
  });

  it('collect from the beginning, and start when the code that sends has come', async () => {
    const {want, take, lanes, delivery, accepts} = createHarness(false);
    await want({provider: 'console', providers: [{name: 'http'}]});
    assert.deepEqual(take(), ['add main', 'add http.1']);
    assert.equal(accepts.get('http.1')!(), true);
    await lanes.arrive(delivery);
    // What waits on the disk for nobody goes first.
    assert.deepEqual(take(), [
      'add gone.1',
      'remove gone.1: undefined',
      'serve main for analytics',
      'use main console ',
      'serve http.1 for analytics',
      'use http.1 http ',
    ]);
  });

  it('hear that the visitor is another one', async () => {
    const {want, take, lanes} = createHarness();
    await want({provider: 'console', providers: [{name: 'http'}]});
    take();
    lanes.reset();
    assert.deepEqual(take(), ['reset main', 'reset http.1']);
  });
});
