import {expect} from '@open-wc/testing';
import * as v from 'valibot';
import {z} from 'zod';
import type {AnalyticsPair} from '../../../src/create-analytics.js';
import {createAnalytics} from '../../../src/create-analytics.js';
import {defineEvents} from '../../../src/events/index.js';
import {registerProvider} from '../../../src/providers/register-provider.js';
import {createRecordingProvider} from '../../../src/testing/recording-provider.js';
import type {Problem, Validation} from '../../../src/types.js';
import {until} from '../../helpers/until.js';

const events = defineEvents({
  message_sent: z.object({chat_id: z.string(), is_short: z.boolean().default(true)}),
  feedback_given: v.object({rating: v.picklist(['up', 'down'])}),
});

describe('defined events, in a real page', () => {
  const provider = createRecordingProvider({}, 'validated');
  let pair: AnalyticsPair<never> | undefined;
  let problems: Problem[] = [];
  let round = 0;

  const open = async (validate?: Validation) => {
    problems = [];
    const made = createAnalytics({
      provider: 'validated',
      storagePrefix: `validated${round++}`,
      pageViews: 'manual',
      limits: {flushAfterMs: 50},
      events,
      ...(validate && {validate}),
    });
    made.onProblem(problem => problems.push(problem));
    pair = made as unknown as AnalyticsPair<never>;
    await until('the stored decision to be known', () => made.consent.get().settled);
    return made;
  };
  const delivered = () =>
    provider.records.slice(start).map(({event, properties}) => [event, properties['chat_id'] ?? properties['rating']]);
  let start = 0;

  before(() => registerProvider('validated', provider.create));
  beforeEach(() => (start = provider.records.length));
  afterEach(() => {
    pair?.consent.withdrawAll();
    pair?.stop();
    for (const key of Object.keys(localStorage)) if (key.startsWith('validated')) localStorage.removeItem(key);
  });

  const wrong = {chat_id: 7} as unknown as {chat_id: string};

  it('says nothing before consent, whatever is tracked', async () => {
    const {analytics} = await open('drop');
    analytics.track('message_sent', wrong);
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(problems).to.deep.equal([]);
  });

  it('drop: drops what does not fit, counts it as invalid, and says where it does not fit', async () => {
    const {analytics, consent} = await open('drop');
    consent.acceptAll();
    analytics.track('message_sent', wrong);
    analytics.track({event: 'message_sent', properties: {chat_id: 'c_1'}});
    analytics.track('feedback_given', {rating: 'sideways' as 'up'});
    analytics.page('chat');
    analytics.identify('u_1', {plan: 'pro'});
    analytics.track('feedback_given', {rating: 'up'});
    await until('what fits', () => delivered().length === 4);
    expect(delivered().map(([name]) => name)).to.deep.equal(['message_sent', 'page_viewed', 'identify', 'feedback_given']);
    const told = problems.filter(({code}) => code.startsWith('event-'));
    expect(told.map(({code, message}) => `${code}: ${message}`)).to.deep.equal([
      'event-invalid: the event message_sent does not fit its definition in chat_id',
      'event-invalid: the event feedback_given does not fit its definition in rating',
    ]);
    await until('the account to balance', () => analytics.stats().delivered === 4);
    expect(analytics.stats()).to.deep.include({tracked: 6, waiting: 0, dropped: {invalid: 2}});
  });

  it('sends what the page gave: no default is added', async () => {
    const {analytics, consent} = await open();
    consent.acceptAll();
    analytics.track('message_sent', {chat_id: 'c_2'});
    await until('the event', () => delivered().length === 1);
    expect(provider.records.at(-1)!.properties).not.to.have.property('is_short');
  });

  it('warn, the default, and off let everything through', async () => {
    for (const [validate, told] of [
      [undefined, ['event-invalid']],
      ['off', []],
    ] as const) {
      start = provider.records.length;
      const {analytics, consent} = await open(validate);
      consent.acceptAll();
      analytics.track('message_sent', wrong);
      await until('the event', () => delivered().length === 1);
      expect(problems.map(({code}) => code)).to.deep.equal(told);
      consent.withdrawAll();
    }
  });
});
