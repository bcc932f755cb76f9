import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {createCapture} from '../../src/capture.js';
import {isPseudonym} from '../../src/privacy/is-pseudonym.js';
import type {AnalyticsConfig} from '../../src/config.js';
import type {Properties, TrackedEvent} from '../../src/types.js';

const globals = {location: {href: 'https://site.example/a'}, document: {title: 'A', referrer: ''}};

describe('an event that a provider has of its own', () => {
  before(() => {
    for (const [name, value] of Object.entries(globals)) Object.defineProperty(globalThis, name, {value, configurable: true});
  });
  after(() => {
    for (const name of Object.keys(globals)) Reflect.deleteProperty(globalThis, name);
  });

  const createHarness = (granted: readonly string[], config: AnalyticsConfig<unknown> = {}) => {
    const seen: TrackedEvent[] = [];
    const counted: string[] = [];
    const accept = createCapture({
      isPseudonym,
      onReset: () => {},
      config: () => config,
      enrich: event => (seen.push(event), undefined),
      queue: {enqueue: () => {}, count: reason => void counted.push(reason)},
      user: {} as never,
      session: {} as never,
      granted: category => granted.includes(category),
      epoch: () => 0,
      onProblem: ({code}) => void counted.push(code),
    });
    return {accept, seen, counted};
  };
  const told = (events: readonly TrackedEvent[]) =>
    events.map(({event, category, properties: {...properties}, url}) => ({event, category, properties, url}));
  const properties: Properties = {$event_type: 'click', category: 'essential'};

  it('goes the way of all others, and needs the provider’s category, whatever it says of itself', () => {
    const {accept, seen} = createHarness(['marketing']);
    accept.own('marketing', '$autocapture', properties);
    accept.own('analytics', '$autocapture', properties);
    assert.deepEqual(told(seen), [{event: '$autocapture', category: 'marketing', properties, url: 'https://site.example/a'}]);
  });

  it('is not among those that the page has defined, and so is not held against them', () => {
    const {accept, seen, counted} = createHarness(['analytics'], {events: {check: () => false}, validate: 'drop'});
    accept.own('analytics', '$autocapture', {});
    accept({method: 'track', args: ['unknown'], time: 0, page: {url: '', title: '', referrer: ''}});
    assert.deepEqual([seen.map(({event}) => event), counted], [['$autocapture'], ['guard', 'invalid']]);
  });

  it('never throws into the provider', () => {
    const {accept, counted} = createHarness(['analytics']);
    accept.own('analytics', '', {});
    assert.deepEqual(counted, ['invalid']);
  });
});
