/** What the guard costs per property, on clean and on personal values: `npx tsx bench/guard.ts`. */
import {heldOutLeaks} from '../test/fixtures/pii/held-out-leaks.js';
import {heldOutLookAlikes} from '../test/fixtures/pii/held-out-look-alikes.js';
import {leaks} from '../test/fixtures/pii/leaks.js';
import {lookAlikes} from '../test/fixtures/pii/look-alikes.js';
import {createPiiGuard} from '../src/privacy/pii-guard.js';

const guard = createPiiGuard();
const CHAT = {
  chat_id: '018f3c2e-7b1a-7c3d-9e4f-1234567890ab',
  agent_id: 'agent_greta',
  message_length_chars: 212,
  has_attachments: false,
  model: 'sonnet',
  locale: 'de-DE',
  duration_ms: 1234,
  result: 'success',
};

const measure = (title: string, events: readonly object[], properties: (event: object) => number) => {
  const times: number[] = [];
  for (let round = 0; round < 60; round++) {
    for (const event of events) {
      const start = performance.now();
      guard(event);
      if (round > 20) times.push(((performance.now() - start) * 1000) / properties(event));
    }
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(times.length * share)]!;
  console.log(
    `${title}: median ${at(0.5).toFixed(1)} µs (${(at(0.5) / 15).toFixed(2)} of 15), p99 ${at(0.99).toFixed(1)} µs (${(at(0.99) / 200).toFixed(2)} of 200) per property`,
  );
};

const count = (value: unknown): number =>
  typeof value === 'object' && value ? Object.values(value).reduce<number>((sum, inner) => sum + count(inner), 0) : 1;
const properties = (event: object) => count(event) || 1;
measure(
  'chat event',
  Array.from({length: 200}, () => ({event: 'message_sent', properties: CHAT})),
  properties,
);
measure(
  'look-alikes',
  [...lookAlikes, ...heldOutLookAlikes].map(({input}) => input),
  properties,
);
measure(
  'leaks',
  [...leaks, ...heldOutLeaks].map(({input}) => input),
  properties,
);
