import {systemClock} from '../../../src/lib/clock.js';
import {createPost} from '../../../src/lib/post.js';
import type {ProviderHost} from '../../../src/provider-types.js';
import type {Properties} from '../../../src/types.js';

/** A host on the real network that writes down the codes it is warned of, and the events that the provider has of its own. */
export const createHost = (
  origin = 'https://site.example',
  now: () => number = Date.now,
): ProviderHost & {readonly warnings: string[]; readonly captured: (readonly [string, Properties])[]; user: string | null} => {
  const warnings: string[] = [];
  const captured: (readonly [string, Properties])[] = [];
  const post = createPost({...systemClock, fetch: () => fetch, pageProtocol: 'http:'});
  return {
    post,
    origin,
    now,
    warnings,
    captured,
    user: null,
    warn: code => void warnings.push(code),
    identity() {
      return {distinctId: this.user ?? 'anonymous-1', anonymousId: 'anonymous-1', userId: this.user, sessionId: 'session-1'};
    },
    capture: (...event) => void captured.push(event),
    guard: value => value,
  };
};
