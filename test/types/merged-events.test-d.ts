import type {Analytics, AnalyticsConfig, AnalyticsEvents} from 'askfirst';
import {analytics, createAnalytics} from 'askfirst';
import '../../demo/events.js';

/** Events that are merged into `AnalyticsEvents`, as the demo's are, hold for the page's own pair and for every pair without events of its own. */
export const merged = (given: Analytics, config: AnalyticsConfig): void => {
  const sent: AnalyticsEvents['chat_started'] = {chat_id: 'c', agent_id: 'a'};
  for (const own of [
    analytics,
    given,
    createAnalytics().analytics,
    createAnalytics({provider: 'noop'}).analytics,
    createAnalytics(config).analytics,
  ]) {
    own.track('chat_started', sent);
    own.track('chat_started', {chat_id: 'c', agent_id: 'a'});
    own.track({event: 'chat_started', properties: {chat_id: 'c', agent_id: 'a'}});
    // @ts-expect-error -- a wrong name
    own.track('chat_strated', {chat_id: 'c', agent_id: 'a'});
    // @ts-expect-error -- a wrong name
    own.track({event: 'chat_strated', properties: {chat_id: 'c', agent_id: 'a'}});
    // @ts-expect-error -- a missing property
    own.track('chat_started', {chat_id: 'c'});
    // @ts-expect-error -- a missing property
    own.track({event: 'chat_started', properties: {chat_id: 'c'}});
    // @ts-expect-error -- an extra property
    own.track('chat_started', {chat_id: 'c', agent_id: 'a', extra: 1});
    // @ts-expect-error -- an extra property
    own.track({event: 'chat_started', properties: {chat_id: 'c', agent_id: 'a', extra: 1}});
    // @ts-expect-error -- a mistyped property
    own.track('chat_started', {chat_id: 1, agent_id: 'a'});
    // @ts-expect-error -- a mistyped property
    own.track({event: 'chat_started', properties: {chat_id: 1, agent_id: 'a'}});
    // @ts-expect-error -- no properties at all
    own.track({event: 'chat_started'});
  }
};
