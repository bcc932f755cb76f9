import {askToErase, purgeOwed} from './purge-page.js';
import type {PurgeReport} from './purge-types.js';

export interface ForgetParts {
  /** The page's pair; `stop` leaves what is stored. */
  readonly pair: {start(): void; stop(): void};
  /** The page's store, which `stop` stops as well. */
  readonly consent: {start(): void};
  readonly storage: Storage | null;
  readonly prefix: string;
}

/**
 * Erases what is known of the visitor here: ids, session, what waits to be sent, and what providers have stored; and asks each provider that
 * can to erase what it has received. The decision stays: what is granted goes on about 2 s later, as a new visitor, and what is tracked
 * meanwhile waits in memory. Never rejects.
 */
export const forget = async ({pair, consent, storage, prefix}: ForgetParts): Promise<PurgeReport | undefined> => {
  const refused = await askToErase();
  pair.stop();
  // What the visitor decides meanwhile must not wait: the page may be closed.
  consent.start();
  try {
    const report = await purgeOwed({storage, prefix, granted: () => false, only: () => true, erase: () => true});
    return report && {...report, notErased: refused};
  } catch {
    return undefined; // what is owed is noted, and the next page goes on
  } finally {
    pair.start();
  }
};
