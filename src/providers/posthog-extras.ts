import type {ProviderExtras} from './http-provider.js';
import {createPostHogFlags} from './posthog-flags.js';
import type {PostHogFlagsParts} from './posthog-flags.js';

export type PostHogExtrasParts = PostHogFlagsParts;

export interface PostHogExtras extends ProviderExtras {
  /** The visitor may be another one by now. */
  refresh(): void;
}

const known = ['flags'];

/** What `features` asks for beyond events. */
export const createPostHogExtras = (features: readonly string[], parts: PostHogExtrasParts): PostHogExtras => {
  const unknown = features.filter(feature => !known.includes(feature));
  if (unknown.length) parts.host.warn('unknown-feature', `PostHog has no such features: only ${known.join(', ')}`);
  const flags = features.includes('flags') ? createPostHogFlags(parts) : undefined;
  void flags?.refresh();
  return {
    flags,
    refresh: () => void flags?.refresh(),
    reset: () => void flags?.refresh(),
    shutdown: () => flags?.stop(),
  };
};
