import * as v from 'valibot';
import {z} from 'zod';
import type {EventDefinitions, EventsOf, StandardSchema} from '../../src/events/index.js';
import {defineEvents} from '../../src/events/index.js';
import {createAnalytics} from '../../src/index.js';

const schemas = {
  message_sent: z.object({chat_id: z.string(), is_short: z.boolean().default(false), message_length_chars: z.coerce.number<number>()}),
  feedback_given: v.object({rating: v.picklist(['up', 'down']), note: v.optional(v.string())}),
  chat_opened: z.object({}),
};

/** Types of `track` are inferred from the schemas' inputs, of whatever library. */
export const inferred = (): void => {
  const events = defineEvents(schemas);
  const {analytics} = createAnalytics({provider: 'noop', events, validate: 'drop'});
  analytics.track('message_sent', {chat_id: 'c', message_length_chars: 1});
  analytics.track('message_sent', {chat_id: 'c', message_length_chars: 1, is_short: true});
  analytics.track('feedback_given', {rating: 'up'});
  analytics.track({event: 'feedback_given', properties: {rating: 'down', note: 'n'}});
  analytics.track('chat_opened');
  analytics.track({event: 'chat_opened'});

  // @ts-expect-error -- a wrong name
  analytics.track('message_sned', {chat_id: 'c', message_length_chars: 1});
  // @ts-expect-error -- a missing property
  analytics.track('message_sent', {chat_id: 'c'});
  // @ts-expect-error -- an extra property
  analytics.track('feedback_given', {rating: 'up', extra: 1});
  // @ts-expect-error -- a mistyped property
  analytics.track({event: 'feedback_given', properties: {rating: 1}});
  // @ts-expect-error -- no properties at all
  analytics.track({event: 'feedback_given'});
  // @ts-expect-error -- an extra property
  analytics.track('chat_opened', {extra: 1});
};

export const whole = (): void => {
  createAnalytics<EventsOf<typeof schemas>>({events: defineEvents(schemas)}).analytics.track('chat_opened');
  // @ts-expect-error -- definitions of other events than those that are tracked
  createAnalytics<{other_event: {a: string}}>({events: defineEvents(schemas)});
  // @ts-expect-error -- a word that it does not take
  createAnalytics({events: defineEvents(schemas), validate: 'throw'});
  // @ts-expect-error -- schemas that nobody has defined events with
  createAnalytics({events: schemas});
  // @ts-expect-error -- properties are an object
  defineEvents({message_sent: z.string()});
  // @ts-expect-error -- no schema
  defineEvents({message_sent: {chat_id: 'string'}});

  const own: StandardSchema<{a: string}> = {'~standard': {version: 1, vendor: 'own', validate: () => ({})}};
  const events: EventDefinitions<{a_b: {a: string}}> = defineEvents({a_b: own});
  createAnalytics({events}).analytics.track('a_b', {a: 'x'});
};
