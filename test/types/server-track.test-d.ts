import {z} from 'zod';
import {defineEvents} from '../../src/events/index.js';
import {createAnalyticsMiddleware, type PostHogNodeClient} from '../../src/server/middleware/index.js';
import {posthogNode} from '../../src/server/middleware/index.js';
import type {PostHog} from 'posthog-node';

interface Events {
  chat_completion: {chat_id: string; total_tokens: number; duration_ms?: number};
  chat_opened: Record<string, never>;
}

/** Never run: what must not compile stands under `@ts-expect-error`, so the compiler says when it does. */
export const typed = (): void => {
  const analytics = createAnalyticsMiddleware<Events>();
  analytics.track('chat_completion', {chat_id: 'c', total_tokens: 12});
  analytics.track({event: 'chat_completion', properties: {chat_id: 'c', total_tokens: 12, duration_ms: 3}});
  analytics.track('chat_opened');

  // @ts-expect-error -- a wrong name
  analytics.track('chat_completed', {chat_id: 'c', total_tokens: 12});
  // @ts-expect-error -- a missing property
  analytics.track('chat_completion', {chat_id: 'c'});
  // @ts-expect-error -- a mistyped property
  analytics.track('chat_completion', {chat_id: 'c', total_tokens: 'many'});
  // @ts-expect-error -- an extra property
  analytics.track('chat_completion', {chat_id: 'c', total_tokens: 12, email: 'x'});
};

/** The definitions give the types. */
export const defined = (): void => {
  const events = defineEvents({chat_completion: z.object({total_tokens: z.number()})});
  const analytics = createAnalyticsMiddleware({events, validate: 'drop'});
  analytics.track('chat_completion', {total_tokens: 12});
  // @ts-expect-error -- a mistyped property
  analytics.track('chat_completion', {total_tokens: 'many'});
  // @ts-expect-error -- a wrong name
  analytics.track('chat_completed', {total_tokens: 12});
};

/** The stock client fits. */
export const client = (posthog: PostHog): PostHogNodeClient => {
  createAnalyticsMiddleware({provider: posthogNode(posthog), flags: posthog});
  return posthog;
};
