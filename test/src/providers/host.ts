import {systemClock} from '../../../src/lib/clock.js';
import {createPost} from '../../../src/lib/post.js';
import type {ProviderHost} from '../../../src/provider-types.js';

/** A host on the real network that writes down the codes it is warned of. */
export const createHost = (origin = 'https://site.example', now: () => number = Date.now): ProviderHost & {readonly warnings: string[]} => {
  const warnings: string[] = [];
  const post = createPost({...systemClock, fetch: () => fetch, pageProtocol: 'http:'});
  return {post, origin, now, warnings, warn: code => void warnings.push(code)};
};
