import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {appProperties} from '../../../src/enrichment/app.js';
import {createDeviceEnricher, deviceType} from '../../../src/enrichment/device.js';
import {createEnrich, wholeRecord} from '../../../src/enrichment/enrich.js';
import {createPageEnricher} from '../../../src/enrichment/page.js';
import {createSessionKeeper} from '../../../src/enrichment/session.js';
import {technicalProperties} from '../../../src/enrichment/technical.js';
import {createTimeEnricher} from '../../../src/enrichment/time.js';
import {timestampOf} from '../../../src/lib/timestamp.js';
import {createUserKeeper} from '../../../src/enrichment/user.js';
import {isUuidv7} from '../../../src/lib/uuid.js';
import type {TrackedEvent} from '../../../src/types.js';
import {createFakeStorage} from '../../helpers/fake-storage.js';

const now = Date.parse('2026-11-22T12:00:00Z');
const minute = 60_000;
const event = (more: Partial<TrackedEvent> = {}): TrackedEvent => ({
  uuid: '01990000-0000-7000-8000-000000000001',
  type: 'track',
  event: 'message_sent',
  properties: {},
  category: 'analytics',
  time: now,
  url: 'https://site.example/chat?token=secret#top',
  title: 'Chat',
  referrer: '',
  ...more,
});

describe('the session', () => {
  it('is one UUIDv7 until 30 minutes pass without an event', () => {
    const {at} = createSessionKeeper(createFakeStorage(), 's');
    const first = at(now);
    assert.ok(isUuidv7(first.id));
    assert.equal(first.start, now);
    assert.equal(at(now + 29 * minute).id, first.id);
    assert.equal(at(now + 58 * minute).id, first.id, 'idle time counts from the last event');
    assert.notEqual(at(now + 88 * minute).id, first.id);
  });

  it('lasts 24 hours at most', () => {
    const {at} = createSessionKeeper(createFakeStorage(), 's');
    const first = at(now);
    for (let time = now; time < now + 24 * 60 * minute; time += 20 * minute) assert.equal(at(time).id, first.id);
    assert.notEqual(at(now + 24 * 60 * minute).id, first.id);
  });

  it('is shared by tabs, also by one that was idle while another was not', () => {
    const storage = createFakeStorage();
    const [one, two] = [createSessionKeeper(storage, 's'), createSessionKeeper(storage, 's')];
    const {id} = one.at(now);
    assert.equal(two.at(now + 1000).id, id);
    one.at(now + 20 * minute);
    one.at(now + 40 * minute);
    assert.equal(two.at(now + 45 * minute).id, id);
  });

  it('writes to disk seldom', () => {
    let writes = 0;
    const {at} = createSessionKeeper(
      createFakeStorage(() => writes++),
      's',
    );
    for (let i = 0; i < 1000; i++) at(now + i);
    assert.equal(writes, 1);
  });

  it('is not taken from a broken, foreign or future entry', () => {
    for (const stored of ['{', 'null', '{"id":"jane@example.com","start":1,"last":1}', JSON.stringify({id: 'x', start: now, last: now})]) {
      const storage = createFakeStorage();
      storage.setItem('s', stored);
      assert.ok(isUuidv7(createSessionKeeper(storage, 's').at(now).id));
    }
  });

  it('begins anew when the clock has jumped, either way', () => {
    for (const jump of [-24 * 60 * minute, 24 * 60 * minute]) {
      const {at} = createSessionKeeper(createFakeStorage(), 's');
      const first = at(now);
      const second = at(now + jump);
      assert.notEqual(second.id, first.id);
      assert.equal(second.start, now + jump);
    }
  });

  it('ends without a trace', () => {
    const storage = createFakeStorage();
    const {at, end} = createSessionKeeper(storage, 's');
    const {id} = at(now);
    end();
    assert.equal(storage.length, 0);
    assert.notEqual(at(now).id, id);
  });

  it('works without storage', () => {
    const {at} = createSessionKeeper(null, 's');
    assert.equal(at(now).id, at(now + 1).id);
  });
});

describe('the user', () => {
  const isPseudonym = (value: unknown) => typeof value === 'string' && !value.includes('@');
  const keeper = (storage = createFakeStorage()) => createUserKeeper(storage, 'u', () => now, isPseudonym);

  it('is a random id that stays, across page loads too', () => {
    const storage = createFakeStorage();
    const {anonymousId, userId} = keeper(storage).current();
    assert.ok(isUuidv7(anonymousId));
    assert.equal(userId, null);
    assert.equal(keeper(storage).current().anonymousId, anonymousId);
  });

  it('is linked to a pseudonym, and unlinked by reset', () => {
    const user = keeper();
    const {anonymousId} = user.current();
    assert.deepEqual(user.identify('u_1'), {anonymousId, userId: 'u_1'});
    user.reset();
    assert.notEqual(user.current().anonymousId, anonymousId);
    assert.equal(user.current().userId, null);
  });

  it('never links two people at one machine', () => {
    const user = keeper();
    const first = user.identify('u_1');
    const second = user.identify('u_2');
    assert.notEqual(second.anonymousId, first.anonymousId);
  });

  it('is not taken from a tampered entry', () => {
    const storage = createFakeStorage();
    const {anonymousId} = keeper(storage).current();
    for (const stored of ['{', 'null', '{"anonymous_id":"jane@example.com"}', '{"anonymous_id":"<img src=x>"}']) {
      storage.setItem('u', stored);
      const found = keeper(storage).current();
      assert.ok(isUuidv7(found.anonymousId) && found.anonymousId !== anonymousId);
    }
    storage.setItem('u', JSON.stringify({anonymous_id: anonymousId, user_id: 'jane@example.com'}));
    assert.deepEqual(keeper(storage).current(), {anonymousId, userId: null});
  });

  it('follows another tab', () => {
    const storage = createFakeStorage();
    const [one, two] = [keeper(storage), keeper(storage)];
    one.current();
    two.current();
    one.identify('u_1');
    two.reload();
    assert.equal(two.current().userId, 'u_1');
    const {anonymousId} = two.current();
    one.erase();
    two.reload();
    assert.notEqual(two.current().anonymousId, anonymousId, 'also when that one has forgotten the visitor');
    assert.deepEqual(one.current(), two.current());
  });

  it('is erased without a trace', () => {
    const storage = createFakeStorage();
    const user = keeper(storage);
    const {anonymousId} = user.current();
    user.erase();
    assert.equal(storage.length, 0);
    assert.notEqual(user.current().anonymousId, anonymousId);
  });
});

describe('the enrichers', () => {
  it('tell mobile, tablet and desktop by width', () => {
    assert.deepEqual([320, 767, 768, 1023, 1024].map(deviceType), ['mobile', 'mobile', 'tablet', 'tablet', 'desktop']);
  });

  it('read the sizes once per resize', () => {
    let reads = 0;
    let resized = () => {};
    const device = createDeviceEnricher(
      {
        get innerWidth() {
          reads++;
          return 390;
        },
        innerHeight: 844,
        screen: {width: 390, height: 844},
        addEventListener: (_, listener) => (resized = listener),
      },
      new AbortController().signal,
    );
    assert.deepEqual(device(), {device_type: 'mobile', viewport_width: 390, viewport_height: 844, screen_width: 390, screen_height: 844});
    const before = reads;
    device();
    assert.equal(reads, before);
    resized();
    device();
    assert.ok(reads > before);
  });

  it('leave out what the owner did not say', () => {
    assert.deepEqual(appProperties({}), {});
    assert.deepEqual(appProperties({appVersion: '1.5.0', environment: 'production'}), {app_version: '1.5.0', environment: 'production'});
  });

  it('give zone and local hour', () => {
    const enrich = createTimeEnricher();
    const {timezone, local_hour: hour} = enrich({time: now});
    assert.equal(enrich({time: now + 1}), enrich({time: now}), 'the same object within an hour');
    assert.equal(timezone, new Intl.DateTimeFormat().resolvedOptions().timeZone);
    assert.equal(hour, new Date(now).getHours());
    for (let time = now; time < now + 86_400_000; time += 7 * minute) assert.equal(enrich({time})['local_hour'], new Date(time).getHours());
  });

  it('give the path without domain and query, and of a foreign referrer the domain only', () => {
    const page = createPageEnricher();
    assert.deepEqual(page(event({referrer: 'https://search.example/?q=jane'})), {
      page_path: '/chat',
      page_title: 'Chat',
      referrer_domain: 'search.example',
    });
  });

  it('follow navigation within the site', () => {
    const page = createPageEnricher();
    assert.equal(page(event({referrer: 'https://site.example/start?x=1'}))['previous_path'], '/start');
    assert.equal(page(event({url: 'https://site.example/settings'}))['previous_path'], '/chat');
    assert.equal(page(event({url: 'https://site.example/settings'}))['previous_path'], '/chat', 'until the next one');
    assert.equal(page(event({url: 'https://site.example/#/agents?id=1'}))['page_path'], '/#/agents');
  });

  it('say nothing where there is no page', () => {
    assert.deepEqual(createPageEnricher()(event({url: '', title: '', referrer: 'android-app:'})), {});
  });

  const agents: [string, string, string, string | undefined, string, string | undefined][] = [
    [
      'Chrome on Windows',
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
      'Chrome',
      '156',
      'Windows',
      '10',
    ],
    [
      'Edge',
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0',
      'Edge',
      '156',
      'Windows',
      '10',
    ],
    ['Firefox on Linux', 'Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0', 'Firefox', '153', 'Linux', undefined],
    [
      'Safari on a phone',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
      'Safari',
      '18',
      'iOS',
      '18',
    ],
    [
      'Safari on a Mac',
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
      'Safari',
      '18',
      'macOS',
      '10',
    ],
    [
      'Samsung Internet',
      'Mozilla/5.0 (Linux; Android 14; SM-S911B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36',
      'Samsung Internet',
      '25',
      'Android',
      '14',
    ],
    [
      'Opera',
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36 OPR/120.0.0.0',
      'Opera',
      '120',
      'Linux',
      undefined,
    ],
    ['something else', 'curl/8', 'Other', undefined, 'Other', undefined],
  ];
  for (const [what, userAgent, browser, version, os, osVersion] of agents)
    it(`know ${what}`, () => {
      const found = technicalProperties({userAgent}, false);
      assert.deepEqual(
        [found['browser'], found['browser_version'], found['os'], found['os_version'], found['is_pwa']],
        [browser, version, os, osVersion, false],
      );
    });
});

describe('a timestamp', () => {
  it('is what toISOString says, whatever came before', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.integer({min: now, max: now + 3 * minute}), fc.integer({min: -9e11, max: 9e12}))), times => {
        for (const time of times) assert.equal(timestampOf(time), new Date(time).toISOString());
      }),
    );
  });

  it('of no time there is none', () => assert.throws(() => timestampOf(NaN)));
});

describe('a record', () => {
  const storage = createFakeStorage();
  const user = createUserKeeper(
    storage,
    'u',
    () => now,
    value => typeof value === 'string',
  );
  const constant = {browser: 'Firefox'};
  const seen: object[] = [];
  let failing = false;
  const make = createEnrich({
    enrichers: [() => constant, createTimeEnricher()],
    session: createSessionKeeper(storage, 's').at,
    user: user.current,
    epoch: () => 7,
    guard: value => (failing ? undefined : (seen.push(value), structuredClone(value))),
  });

  const enrich = (event: TrackedEvent) => wholeRecord(make(event)!);

  it('holds identity, session and time as they were when it was tracked', () => {
    const before = enrich(event({properties: {chat_id: 'c1'}}));
    user.identify('u_1');
    const after = enrich(event());
    assert.equal(before.distinct_id, before.anonymous_id);
    assert.equal(before.properties['is_identified'], false);
    assert.equal(before.properties['chat_id'], 'c1');
    assert.equal(before.timestamp, '2026-11-22T12:00:00.000Z');
    assert.equal(before.epoch, 7);
    assert.deepEqual(
      [after.distinct_id, after.user_id, after.properties['user_id'], after.properties['is_identified']],
      ['u_1', 'u_1', 'u_1', true],
    );
    assert.equal(after.session_id, before.session_id);
    assert.equal(before.properties['session_started_at'], before.timestamp);
  });

  it('of an identification holds the traits and nothing else', () => {
    assert.deepEqual(enrich(event({type: 'identify', event: 'identify', properties: {created_at: '2026-01-01'}})).properties, {
      created_at: '2026-01-01',
    });
  });

  it('takes a property of the page’s own before ours', () => {
    assert.equal(enrich(event({properties: {browser: 'theirs'}})).properties['browser'], 'theirs');
  });

  it('guards what the page says each time, and what the enrichers say once for as long as they say it', () => {
    const before = seen.filter(value => value === constant).length;
    enrich(event({properties: {n: 1}}));
    enrich(event({properties: {n: 2}}));
    assert.equal(seen.filter(value => value === constant).length, before);
    assert.equal(before, 1);
    assert.deepEqual(seen.at(-1), {properties: {n: 2}});
  });

  it('shares what the enrichers say, as the same object until one of them says something else', () => {
    const [first, second] = [make(event({properties: {n: 1}}))!, make(event({properties: {n: 2}}))!];
    assert.equal(first.shared, second.shared);
    assert.deepEqual(first.record.properties, {n: 1});
    user.identify('u_2');
    const third = make(event())!;
    assert.notEqual(third.shared, first.shared);
    assert.equal(third.shared['user_id'], 'u_2');
    assert.deepEqual(Object.keys(make(event({type: 'identify', event: 'identify'}))!.shared), []);
  });

  it('has its name guarded once, unless the guard masks it or it says whose the properties are', () => {
    const named = (name: string, changes: Partial<TrackedEvent> = {}) => {
      make(event({event: name, ...changes}));
      return Object.keys(seen.at(-1)!);
    };
    assert.deepEqual(named('opened'), ['type', 'event', 'properties']);
    assert.deepEqual(named('opened'), ['properties']);
    assert.deepEqual(named('opened', {type: 'identify'}), ['type', 'event', 'properties']);
    for (let time = 0; time < 2; time++) assert.deepEqual(named('identify'), ['type', 'event', 'properties']);
    const masking = createEnrich({
      enrichers: [],
      session: createSessionKeeper(storage, 's').at,
      user: user.current,
      epoch: () => 7,
      guard: value => ({...value, ...('event' in value && {event: '[email]'})}),
    });
    for (let time = 0; time < 2; time++) assert.equal(masking(event({event: 'jane@example.com'}))?.record.event, '[email]');
  });

  it('is not made when the guard fails', () => {
    failing = true;
    assert.equal(make(event()), undefined);
    failing = false;
  });
});
