import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {Call, Pipeline} from '../../src/analytics-service.js';
import {createAnalyticsService} from '../../src/analytics-service.js';
import type {AnalyticsStats, Problem} from '../../src/types.js';

const createHarness = () => {
  const state = {allowed: false, held: false, now: 1_000, url: 'https://site.example/a'};
  const problems: Problem[] = [];
  const calls: Call[] = [];
  const others: unknown[][] = [];
  const stats: AnalyticsStats = {
    tracked: 3,
    delivered: 1,
    waiting: 1,
    dropped: {guard: 1},
    recovered: {delivered: 0, dropped: {}},
    resent: 0,
  };
  const pipeline: Pipeline = {
    accept: call => calls.push(call),
    switchProvider: async (name, config) => void others.push(['switch', name, config]),
    flush: async () => void others.push(['flush']),
    lose: () => void others.push(['lose']),
    stats: () => stats,
    flag: key => (key === 'dark' ? 'navy' : undefined),
    headers: () => ({'X-POSTHOG-DISTINCT-ID': 'id'}),
  };
  const service = createAnalyticsService({
    forget: async () => undefined,
    allowed: () => state.allowed,
    held: () => state.held,
    now: () => state.now,
    page: () => ({url: state.url, title: 'A', referrer: ''}),
    onProblem: problem => problems.push(problem),
  });
  return {state, problems, calls, others, pipeline, service};
};

describe('the service', () => {
  it('does nothing without consent, and then nothing comes of it later', () => {
    const {service, state, pipeline, calls} = createHarness();
    service.track('a');
    service.page();
    service.identify('u_1');
    service.reset();
    state.allowed = true;
    service.open(pipeline);
    assert.deepEqual(calls, []);
    assert.deepEqual(service.stats().tracked, 3);
  });

  it('keeps what is tracked between grant and pipeline, in order, as it was then', () => {
    const {service, state, pipeline, calls} = createHarness();
    state.allowed = true;
    const properties = {n: 1};
    service.track('first', properties);
    properties.n = 2;
    service.identify('u_1', {created_at: '2026'});
    service.reset();
    service.page('chat', {tab: 1});
    assert.deepEqual([service.stats().tracked, service.stats().waiting], [4, 4]);
    state.now = 9_000;
    state.url = 'https://site.example/b';
    service.open(pipeline);
    assert.deepEqual(
      calls.map(({method}) => method),
      ['track', 'identify', 'reset', 'page'],
    );
    assert.deepEqual(calls[0], {
      method: 'track',
      args: ['first', {n: 1}],
      time: 1_000,
      page: {url: 'https://site.example/a', title: 'A', referrer: ''},
    });
  });

  it('holds before the decision only where told to: at most 100, released by a grant, forgotten by a refusal', () => {
    const {service, state, pipeline, calls, problems} = createHarness();
    state.held = true;
    for (let i = 0; i < 150; i++) service.track('held');
    assert.equal(problems[0]?.code, 'waiting-overflow');
    state.held = false;
    state.allowed = true;
    service.settle();
    service.open(pipeline);
    assert.equal(calls.length, 100);

    const refused = createHarness();
    refused.state.held = true;
    refused.service.track('held');
    refused.state.held = false;
    refused.service.settle();
    refused.state.allowed = true;
    refused.service.open(refused.pipeline);
    assert.deepEqual(refused.calls, []);
  });

  it('counts and tells what overflows while the pipeline is on its way', () => {
    const {service, state, pipeline, problems, others, calls} = createHarness();
    state.allowed = true;
    for (let i = 0; i < 1003; i++) service.track('a');
    assert.deepEqual([service.stats().tracked, service.stats().waiting], [1000, 1000]);
    assert.equal(problems.length, 1);
    service.open(pipeline);
    assert.deepEqual([calls.length, others], [1000, [['lose'], ['lose'], ['lose']]]);
  });

  it('forgets what waits when the pipeline is closed', () => {
    const {service, state, pipeline, calls} = createHarness();
    state.allowed = true;
    service.track('a');
    service.close();
    service.open(pipeline);
    assert.deepEqual(calls, []);
  });

  it('never throws, whatever it is given', () => {
    const {service, state, pipeline, calls} = createHarness();
    state.allowed = true;
    const revoked = Proxy.revocable({}, {});
    revoked.revoke();
    const broken = {
      get broken() {
        throw new Error('mine');
      },
    };
    for (const odd of [null, 7, 'text', Symbol('s'), revoked.proxy, broken]) service.track('a', odd as Record<string, unknown>);
    service.open(pipeline);
    assert.equal(calls.length, 6);
  });

  it('gives headers: the flag always, ids only after consent', () => {
    const {service, state, pipeline} = createHarness();
    assert.deepEqual(service.headers(), {'X-Analytics-Consent': 'false'});
    state.allowed = true;
    assert.deepEqual(service.headers(), {'X-Analytics-Consent': 'true'});
    service.open(pipeline);
    assert.deepEqual(service.headers(), {'X-Analytics-Consent': 'true', 'X-POSTHOG-DISTINCT-ID': 'id'});
    state.allowed = false;
    assert.deepEqual(service.headers(), {'X-Analytics-Consent': 'false'});
  });

  it('passes a switch and a flush on, and does without a pipeline', async () => {
    const {service, state, pipeline, others} = createHarness();
    await service.switchProvider('plausible', {domain: 'd'});
    await service.flush();
    state.allowed = true;
    service.open(pipeline);
    await service.switchProvider('plausible', {domain: 'd'});
    await service.flush();
    assert.deepEqual(others, [['switch', 'plausible', {domain: 'd'}], ['flush']]);
  });
});
