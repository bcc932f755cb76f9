import {expect} from '@open-wc/testing';
import type {AnalyticsPair} from '../../src/create-analytics.js';
import {createAnalytics} from '../../src/create-analytics.js';
import type {AnalyticsConfig} from '../../src/config.js';
import {registerProvider} from '../../src/providers/register-provider.js';
import type {RecordingProvider} from '../../src/testing/recording-provider.js';
import {createRecordingProvider} from '../../src/testing/recording-provider.js';
import type {EventRecord, Problem} from '../../src/types.js';
import {until} from '../helpers/until.js';

describe('the whole machine, in a real page', () => {
  let prefix = '';
  let made: RecordingProvider[] = [];
  let pairs: AnalyticsPair[] = [];
  let problems: Problem[] = [];
  let round = 0;

  const open = async (config: AnalyticsConfig = {}): Promise<AnalyticsPair> => {
    const pair = createAnalytics({
      provider: 'recording',
      storagePrefix: prefix,
      pageViews: 'manual',
      limits: {flushAfterMs: 50},
      ...config,
    });
    pair.onProblem(problem => problems.push(problem));
    pairs.push(pair);
    await until('the stored decision to be known', () => pair.consent.get().settled);
    return pair;
  };
  const records = (): EventRecord[] => made.flatMap(provider => [...provider.records]);
  const names = () => records().map(({event}) => event);
  const keys = () => Object.keys(localStorage).filter(key => key.startsWith(`${prefix}:`));

  before(() => {
    for (const name of ['recording', 'other'])
      registerProvider(name, () => {
        const provider = createRecordingProvider();
        made.push(provider);
        return provider.create();
      });
  });
  beforeEach(() => {
    prefix = `test${round++}`;
    made = [];
    pairs = [];
    problems = [];
  });
  afterEach(() => {
    for (const pair of pairs) {
      pair.consent.withdrawAll();
      pair.stop();
    }
    for (const key of keys()) localStorage.removeItem(key);
  });

  it('makes nothing and stores nothing before a yes', async () => {
    const {analytics, consent} = await open();
    analytics.track('early');
    await new Promise(resolve => setTimeout(resolve, 100));
    expect(made).to.deep.equal([]);
    expect(keys()).to.deep.equal([]);
    consent.acceptEssentialOnly();
    await new Promise(resolve => setTimeout(resolve, 100));
    expect(made).to.deep.equal([]);
    expect(keys()).to.deep.equal([`${prefix}:consent`]);
  });

  it('delivers what is granted, in order, enriched and guarded', async () => {
    const {analytics, consent} = await open({appVersion: '1.5.0'});
    consent.acceptAll();
    analytics.track('first', {text: 'write to jane.doe@example.com'});
    analytics.page('chat');
    analytics.identify('u_1', {plan: 'pro'});
    analytics.track({event: 'last'});
    await until('four records', () => records().length === 4);
    expect(names()).to.deep.equal(['first', 'page_viewed', 'identify', 'last']);
    const [first, page, identify, last] = records() as [EventRecord, EventRecord, EventRecord, EventRecord];
    expect(first.properties['text']).to.equal('write to [email]');
    expect(first.properties['app_version']).to.equal('1.5.0');
    expect(first.distinct_id).to.equal(first.anonymous_id);
    expect(page.properties['page_name']).to.equal('chat');
    expect(identify.properties).to.deep.equal({plan: 'pro'});
    expect([identify.distinct_id, identify.anonymous_id]).to.deep.equal(['u_1', first.anonymous_id]);
    expect(last.user_id).to.equal('u_1');
    expect(new Set(records().map(({session_id: id}) => id)).size).to.equal(1);
    await until('nothing to wait', () => analytics.stats().waiting === 0);
    expect(analytics.stats()).to.include({tracked: 4, delivered: 4});
  });

  it('takes what the guard is told, and tells what it masked', async () => {
    const masked: unknown[] = [];
    const {analytics, consent} = await open({
      guard: {classes: {username: 'pseudonymous'}, allow: ['greeting'], forbid: ['note'], onMask: info => masked.push(info)},
    });
    consent.acceptAll();
    analytics.track('first', {username: 'u-4711', greeting: 'Hi Jane', note: 'x', text: 'jane.doe@example.com'});
    await until('a record', () => records().length === 1);
    expect(records()[0]!.properties).to.include({username: 'u-4711', greeting: 'Hi Jane', note: '[forbidden]', text: '[email]'});
    expect(masked).to.deep.include({path: 'properties.note', class: 'forbidden'});
    expect(masked).to.deep.include({path: 'properties.text', class: 'email'});
  });

  it('stops for one category that is withdrawn, though another stays granted', async () => {
    const {analytics, consent} = await open({categories: ['analytics', 'marketing']});
    consent.acceptAll();
    analytics.track('first');
    await until('a record', () => records().length === 1);
    expect(Object.keys(localStorage).some(key => key.endsWith(':user'))).to.equal(true);
    consent.setCategories({analytics: false, marketing: true});
    expect(Object.keys(localStorage).filter(key => /:(user|session|q)\b/.test(key))).to.deep.equal([]);
    analytics.track('second');
    await until('a pipeline that has been asked', () => analytics.stats().waiting === 0);
    expect([names(), Object.keys(localStorage).filter(key => key.endsWith(':user'))]).to.deep.equal([['first'], []]);
    consent.acceptAll();
    analytics.track('third');
    await until('a new visitor', () => records().length === 2);
    expect(records()[1]!.anonymous_id).not.to.equal(records()[0]!.anonymous_id);
  });

  it('tracks one page view by itself where told to', async () => {
    const {consent} = await open({pageViews: 'auto'});
    consent.acceptAll();
    await until('the page view', () => names().includes('page_viewed'));
    expect(names()).to.deep.equal(['page_viewed']);
  });

  it('gives ids to the page’s own requests only after consent', async () => {
    const {analytics, consent} = await open();
    expect(analytics.headers()).to.deep.equal({'X-Analytics-Consent': 'false'});
    consent.acceptAll();
    await until('the ids', () => analytics.headers()['X-POSTHOG-DISTINCT-ID']);
    expect(analytics.headers()['X-POSTHOG-SESSION-ID']).to.match(/^[0-9a-f]{8}-/);
    consent.withdrawAll();
    expect(analytics.headers()).to.deep.equal({'X-Analytics-Consent': 'false'});
  });

  it('refuses what is no pseudonym, and says so', async () => {
    const {analytics, consent} = await open();
    consent.acceptAll();
    for (const who of ['jane.doe@example.com', 'Jane Doe', '', 'anonymous', null, {email: 'jane.doe@example.com'}])
      analytics.identify(who as string);
    analytics.track('after');
    await until('the event after', () => names().includes('after'));
    expect(names()).to.deep.equal(['after']);
    expect(records()[0]!.user_id).to.equal(null);
    expect(problems.map(({code}) => code)).to.include('not-a-pseudonym');
  });

  it('reset unlinks: another id, another session', async () => {
    const {analytics, consent} = await open();
    consent.acceptAll();
    analytics.identify('u_1');
    analytics.reset();
    analytics.track('after');
    await until('both', () => records().length === 2);
    const [before, after] = records() as [EventRecord, EventRecord];
    expect(after.anonymous_id).not.to.equal(before.anonymous_id);
    expect(after.session_id).not.to.equal(before.session_id);
    expect(after.user_id).to.equal(null);
  });

  it('a withdrawal erases at once, shuts the provider down, and a new grant begins clean', async () => {
    const {analytics, consent} = await open({limits: {flushAfterMs: 60_000, flushAt: 1000}});
    consent.acceptAll();
    analytics.track('first');
    await until('a provider', () => made.length === 1);
    await analytics.flush();
    const [{anonymous_id: before}] = records() as [EventRecord];
    analytics.track('never_sent');
    consent.withdrawAll();
    expect(keys(), 'synchronously').to.deep.equal([`${prefix}:consent`]);
    await until('the shutdown', () => made[0]!.calls.includes('shutdown'));
    if (indexedDB.databases)
      await until('the database to be gone', async () => !(await indexedDB.databases()).some(({name}) => name === prefix));

    consent.acceptAll();
    analytics.track('second');
    await until('a new provider', () => made.length === 2);
    await analytics.flush();
    await until('the new event', () => names().includes('second'));
    expect(names()).to.deep.equal(['first', 'second']);
    expect(records()[1]!.anonymous_id).not.to.equal(before);
  });

  it('holds what comes before the decision only where told to', async () => {
    const {analytics, consent} = await open({beforeDecision: 'hold'});
    analytics.track('held');
    expect(keys()).to.deep.equal([]);
    consent.acceptAll();
    await until('what was held', () => names().includes('held'));

    const refused = await open({beforeDecision: 'hold', storagePrefix: `${prefix}x`});
    refused.analytics.track('refused');
    refused.consent.acceptEssentialOnly();
    refused.consent.acceptAll();
    refused.analytics.track('granted');
    await until('what was granted', () => names().includes('granted'));
    expect(names()).not.to.include('refused');
    refused.consent.withdrawAll();
  });

  it('hot-swaps the provider when the configuration changes, and what waits goes to the new one', async () => {
    const pair = await open();
    pair.consent.acceptAll();
    pair.analytics.track('to_first');
    await until('the first provider', () => records().length === 1);
    pair.configure({provider: 'other', storagePrefix: prefix, pageViews: 'manual', limits: {flushAfterMs: 50}});
    await until('the second provider', () => made.length === 2 && made[0]!.calls.includes('shutdown'));
    pair.analytics.track('to_second');
    await until('the second record', () => records().length === 2);
    expect(made.map(provider => [...provider.records].map(({event}) => event))).to.deep.equal([['to_first'], ['to_second']]);
    await pair.analytics.switchProvider('recording');
    pair.analytics.track('to_third');
    await until('the third record', () => made[2]?.records.length === 1);
  });

  it('stops and starts again without losing what waits', async () => {
    const pair = await open({limits: {flushAfterMs: 60_000, flushAt: 1000}});
    pair.consent.acceptAll();
    await until('the provider', () => made.length === 1);
    pair.analytics.track('waits');
    pair.stop();
    pair.start();
    await until('a new provider', () => made.length === 2);
    await pair.analytics.flush();
    await until('what waited', async () => (await pair.analytics.flush(), names().includes('waits')), 9000);
  });

  it('says once what is wrong with a provider, and collects nothing for it', async () => {
    const {analytics, consent} = await open({provider: 'posthog'});
    consent.acceptAll();
    await until('a problem', () => problems.length > 0);
    analytics.track('nowhere');
    await new Promise(resolve => setTimeout(resolve, 100));
    expect(keys().filter(key => key.startsWith(`${prefix}:q:`))).to.deep.equal([]);
  });
});
