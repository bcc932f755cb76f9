import type {Flags} from '../flags.js';
import type {Log} from '../log.js';
import type {Rejections} from '../rejections.js';
import {keepFolded} from '../rollups/keep-folded.js';
import {createRejectedDays, type RejectedDays} from '../rollups/rejected-days.js';
import type {Route} from '../route.js';
import type {Store} from '../store.js';
import {createAdminApi} from './admin-api.js';
import {createKeepForwarded} from './keep-forwarded.js';
import {keepRetained} from './keep-retained.js';
import {createOwner} from './owner.js';
import type {BatchTarget} from './posthog-batch.js';
import {defaultRetention, type Retention} from './retain.js';

export interface OwnerOptions {
  /** A secret without which nothing is erased, backed up or verified over HTTP. Without it, the admin API is off. */
  readonly adminToken?: string;
  /** Days for which each kind of data is kept. Default: events 760, counts 1,826, receipts and tombstones 1,096, rejected 90. */
  readonly retention?: Retention;
  /** A PostHog instance to which everything is forwarded, from the first event on and for as long as the collector runs. */
  readonly forwardTo?: BatchTarget;
}

export interface AttendParts extends OwnerOptions {
  readonly store: Store;
  readonly db: string;
  /** Adds at most `limit` stored events to the counts; resolves with how many there were. */
  fold(limit: number): Promise<number>;
  readonly rejections: Rejections;
  readonly flags: Flags;
  readonly log: Log;
  readonly now: () => number;
}

/** What goes on in a running collector without anybody asking. */
export interface Attendance {
  readonly routes: readonly Route[];
  readonly rejectedDays: RejectedDays;
  /** Ends all of it; the store must still be open. */
  stop(): Promise<void>;
}

/** Keeps the counts, the retention and the forwarding going, and answers the admin API. */
export const attend = ({
  store,
  db,
  fold,
  rejections,
  flags,
  log,
  now,
  adminToken,
  retention = defaultRetention,
  forwardTo,
}: AttendParts): Attendance => {
  const {database} = store;
  const owner = createOwner({database, retention, now});
  const rejectedDays = createRejectedDays(database, rejections);
  const forwarding = createKeepForwarded(owner, forwardTo);
  forwarding.start();
  const stopFolding = keepFolded(fold, () => log('warn', 'the counts could not be written; trying again'));
  const stopRetaining = keepRetained({
    database,
    retention,
    now,
    onDone: ({events, receipts}) => log('info', 'what is too old is gone', {events, receipts}),
    onFailure: () => log('warn', 'what is too old could not be deleted; trying again'),
  });

  return {
    routes: createAdminApi({owner, forwarding, flags, file: db, token: adminToken}),
    rejectedDays,
    async stop() {
      stopRetaining();
      await stopFolding();
      await forwarding.stop();
      try {
        rejectedDays.stop();
      } catch {
        log('warn', 'the last counts of what was refused could not be written');
      }
    },
  };
};
