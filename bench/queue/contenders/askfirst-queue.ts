import {systemClock} from '../../../src/lib/clock.js';
import {createKeepaliveLedger} from '../../../src/lib/keepalive-ledger.js';
import {openStorage} from '../../../src/lib/storage.js';
import {createEventQueue} from '../../../src/queue/event-queue.js';
import {createQueueDelivery} from '../../../src/queue/queue-delivery.js';
import type {EventRecord} from '../../../src/types.js';
import {contend, name, properties} from '../page.js';

/** Of what comes before the queue (enrichment, guard) only its outcome, made beforehand: a record as big as the library makes it. */
const recordOf = (serial: number): EventRecord => ({
  uuid: '01a2032d-8d5c-773e-befa-36b8931268a1',
  type: 'track',
  event: name,
  properties: {
    ...{device_type: 'desktop', viewport_width: 1280, viewport_height: 720, screen_width: 1280, screen_height: 720},
    ...{
      timezone: 'UTC',
      local_hour: 12,
      page_path: '/askfirst',
      page_title: 'Bench',
      browser: 'Chrome',
      browser_version: '156',
      os: 'Linux',
    },
    ...{is_pwa: false, session_started_at: '2026-11-22T12:14:06.553Z', is_identified: false},
    ...properties(serial),
  },
  timestamp: '2026-11-22T12:14:06.684Z',
  distinct_id: '01a2032d-8bf5-75fb-b100-febe7816c83a',
  anonymous_id: '01a2032d-8bf5-75fb-b100-febe7816c83a',
  user_id: null,
  session_id: '01a2032d-8cd9-7e5c-9ce5-ecd1c6ea669f',
  category: 'analytics',
  epoch: 1795349646024,
});

const manifest = {
  ...{hosts: [], cookies: [], localStorage: [], sessionStorage: [], indexedDB: []},
  ...{maxAgeMs: Infinity, batch: {events: 50, bytes: 100_000}, dedupes: true, canStop: true},
};

void contend(() => {
  const queue = createEventQueue({
    prefix: 'askfirst',
    lanes: [{id: 'main', accepts: () => true}],
    clock: systemClock,
    storage: openStorage(),
    indexedDB,
    locks: navigator.locks,
    openChannel: channel => new BroadcastChannel(channel),
    random: Math.random,
    online: () => navigator.onLine,
    page: window,
    allowed: () => true,
    onProblem: () => {},
    durability: 'high',
    unknownOutcome: 'resend',
    limits: {records: 50_000, bytes: 2 ** 26},
  });
  const delivery = queue.attach(core => createQueueDelivery(core, createKeepaliveLedger()));
  void delivery?.connect('main', {manifest, send: () => Promise.resolve(undefined)});
  const records = Array.from({length: 1000}, (_, serial) => recordOf(serial));
  return {track: serial => queue.enqueue(records[serial % 1000]!), waiting: () => queue.stats().waiting};
});
