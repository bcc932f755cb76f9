import type {SessionKeeper} from './enrichment/session.js';
import type {UserKeeper} from './enrichment/user.js';
import type {ProviderHost} from './provider-types.js';

export interface PageIdentityParts {
  readonly user: UserKeeper;
  readonly session: SessionKeeper;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Aborted once nobody may be known any more. */
  readonly signal: AbortSignal;
}

const nobody = {distinctId: '', anonymousId: '', userId: null, sessionId: ''};

/** Whom records are about at this moment, as providers ask for it: one that is late may ask after the withdrawal, when no id may come to be. */
export const createPageIdentity =
  ({user, session, now, signal}: PageIdentityParts): ProviderHost['identity'] =>
  () => {
    if (signal.aborted) return nobody;
    const {userId, anonymousId} = user.current();
    return {distinctId: userId ?? anonymousId, anonymousId, userId, sessionId: session.at(now()).id};
  };
