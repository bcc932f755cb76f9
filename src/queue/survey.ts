import type {Clock} from '../lib/clock.js';
import type {Account} from './account.js';
import type {Attempts} from './attempts.js';
import type {OpenLane} from './lane.js';
import type {QueueStorage} from './queue-storage.js';
import {parseSegment} from './segments.js';
import type {Segment} from './segments.js';
import type {TabChannel} from './tab-channel.js';

export interface SurveyParts {
  readonly tab: string;
  readonly clock: Clock;
  readonly storage: QueueStorage;
  readonly attempts: Attempts;
  readonly lane: OpenLane;
  readonly account: Account;
  readonly channel: TabChannel;
  /** Whether storage is still the one that this tab has written to; false once the page has cleared it. */
  readonly intact: () => boolean;
}

/** A tab that closes sends what is younger than `closingMs` without the lock; the others keep away from it for a second longer. */
export const closingMs = 4000;
const foreignMs = 5000;
/** Word of another tab's verdict may still be on its way. */
const patienceMs = 10_000;

export interface Survey {
  /** Looks through the lane's keys, without reading a text: what may be sent now, in order, and whether more is to come. */
  find(): {readonly ready: Segment[]; readonly more: boolean};
  /** Books own segments that are not in storage any more. */
  reconcile(): void;
}

export const createSurvey = (parts: SurveyParts): Survey => {
  const {lane, tab, clock, storage, attempts, account, channel, intact} = parts;
  const {start, waiting} = lane;

  const reconcile = () => {
    const present = new Set(storage.keys(start));
    for (const [key, own] of waiting.own) {
      if (present.has(key) || attempts.inFlight(key)) continue;
      own.missing ??= clock.monotonic();
      if (channel.hears() && clock.monotonic() - own.missing < patienceMs) continue;
      // Only tabs that drain take segments away; a page that clears its storage takes everything.
      lane.book(key, intact() ? 'delivered' : 'vanished', own.count);
    }
  };

  return {
    find() {
      const elsewhere = attempts.survey();
      const foreign: Segment[] = [];
      const ready: Segment[] = [];
      let more = false;
      for (const key of storage.keys(start)) {
        const segment = parseSegment(key, start);
        if (!segment) {
          storage.remove(key);
          account.settle('corrupt', 1, true);
          continue;
        }
        if (segment.tab !== tab) foreign.push(segment);
        if (elsewhere.has(key) || (segment.tab !== tab && Math.abs(clock.now() - segment.time) < foreignMs)) more = true;
        else if (!attempts.inFlight(key)) ready.push(segment);
      }
      waiting.seen(foreign);
      reconcile();
      return {ready, more};
    },
    reconcile,
  };
};
