import type {AnalyticsConfig, AnalyticsPair} from '../../src/index.js';
import {createAnalytics} from '../../src/index.js';

interface MessageSent {
  chat_id: string;
  message_length_chars: number;
  rating?: 'up' | 'down';
}

interface Events {
  message_sent: MessageSent;
  theme_changed: {theme?: 'light' | 'dark'};
  chat_opened: Record<string, never>;
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- people write it for "no properties"
  chat_closed: {};
  chat_cleared: undefined;
  chat_left: null;
}

/** Never run: what must not compile stands under `@ts-expect-error`, so the compiler says when it does. */
export const typed = (): void => {
  const {analytics} = createAnalytics<Events>({provider: 'noop'});
  const sent: MessageSent = {chat_id: 'c', message_length_chars: 1};

  analytics.track('message_sent', {chat_id: 'c', message_length_chars: 1});
  analytics.track('message_sent', {chat_id: 'c', message_length_chars: 1, rating: 'up'});
  analytics.track('message_sent', sent);
  analytics.track({event: 'message_sent', properties: {chat_id: 'c', message_length_chars: 1}});
  analytics.track({event: 'message_sent', properties: sent});

  // @ts-expect-error -- a wrong name
  analytics.track('message_sned', {chat_id: 'c', message_length_chars: 1});
  // @ts-expect-error -- a wrong name
  analytics.track({event: 'message_sned', properties: {chat_id: 'c', message_length_chars: 1}});
  // @ts-expect-error -- a missing property
  analytics.track('message_sent', {chat_id: 'c'});
  // @ts-expect-error -- a missing property
  analytics.track({event: 'message_sent', properties: {chat_id: 'c'}});
  // @ts-expect-error -- an extra property
  analytics.track('message_sent', {chat_id: 'c', message_length_chars: 1, extra: 1});
  // @ts-expect-error -- an extra property
  analytics.track({event: 'message_sent', properties: {chat_id: 'c', message_length_chars: 1, extra: 1}});
  // @ts-expect-error -- a mistyped property
  analytics.track('message_sent', {chat_id: 7, message_length_chars: 1});
  // @ts-expect-error -- a mistyped property
  analytics.track({event: 'message_sent', properties: {chat_id: 'c', message_length_chars: '1'}});
  // @ts-expect-error -- a word that is not one of them
  analytics.track('message_sent', {chat_id: 'c', message_length_chars: 1, rating: 'sideways'});
  // @ts-expect-error -- no properties at all
  analytics.track('message_sent');
  // @ts-expect-error -- no properties at all
  analytics.track({event: 'message_sent'});
  // @ts-expect-error -- another event's properties
  analytics.track('message_sent', {theme: 'dark'});
  // @ts-expect-error -- something else beside event and properties
  analytics.track({event: 'message_sent', properties: sent, extra: 1});
};

export const withoutProperties = (): void => {
  const {analytics} = createAnalytics<Events>();
  analytics.track('theme_changed');
  analytics.track('theme_changed', undefined);
  analytics.track('theme_changed', {});
  analytics.track('theme_changed', {theme: 'dark'});
  analytics.track({event: 'theme_changed'});
  analytics.track({event: 'theme_changed', properties: {theme: 'dark'}});
  // @ts-expect-error -- an extra property
  analytics.track('theme_changed', {shade: 'dark'});

  for (const event of ['chat_opened', 'chat_closed', 'chat_cleared', 'chat_left'] as const) analytics.track(event);
  analytics.track({event: 'chat_opened'});
  analytics.track({event: 'chat_closed'});
  analytics.track('chat_closed', {});
  // @ts-expect-error -- an extra property
  analytics.track('chat_opened', {extra: 1});
  // @ts-expect-error -- an extra property
  analytics.track('chat_closed', {extra: 1});
  // @ts-expect-error -- an extra property
  analytics.track({event: 'chat_closed', properties: {extra: 1}});
  // @ts-expect-error -- an extra property
  analytics.track('chat_cleared', {extra: 1});
};

export const untyped = (name: string, config: AnalyticsConfig): void => {
  const pair: AnalyticsPair = createAnalytics();
  pair.analytics.track('anything');
  pair.analytics.track('anything', {at: {any: ['depth']}});
  pair.analytics.track({event: 'anything'});
  pair.analytics.track({event: name, properties: {some: 1}});
  createAnalytics(config).analytics.track(name, {some: 1});
  createAnalytics({provider: 'noop'}).analytics.track(name, {some: 1});
  // @ts-expect-error -- a name is text
  pair.analytics.track(7);
  // @ts-expect-error -- properties are an object
  pair.analytics.track('anything', 'text');
};
