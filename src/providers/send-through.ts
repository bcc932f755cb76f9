import {isSendError, RetryLater} from '../lib/send-errors.js';
import type {AnalyticsProvider, SendOptions, SendResult} from '../provider-types.js';
import type {EventRecord} from '../types.js';
import {sendOneByOne} from './send-one-by-one.js';

/**
 * The way into a provider: its own `send`, or one made of `track`, `identify` and `page`.
 * A call that hangs ends with the signal, as a `RetryLater` of unknown outcome. Errors of the provider's own become `RetryLater`, and their
 * text stays out of it, as it may quote the event.
 */
export const createSendThrough = (provider: AnalyticsProvider) => {
  const whole = provider.send?.bind(provider);
  return (records: readonly EventRecord[], options: SendOptions): Promise<SendResult> =>
    whole
      ? settle(() => whole(records, options), options.signal)
      : sendOneByOne(records, record => settle(() => call(provider, record), options.signal));
};

const call = (provider: AnalyticsProvider, {type, event, properties, user_id: userId}: EventRecord): void | Promise<void> => {
  if (type === 'track') return provider.track(event, properties);
  if (type === 'identify') return userId === null ? undefined : provider.identify(userId, properties);
  const name = properties['page_name'];
  return provider.page(typeof name === 'string' ? name : event, properties);
};

const settle = async <T>(work: () => T | Promise<T>, signal: AbortSignal): Promise<T> => {
  if (signal.aborted) throw new RetryLater('cancelled before it was sent');
  let stop = () => {};
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(new RetryLater('the provider did not answer in time', undefined, true));
  });
  signal.addEventListener('abort', stop);
  try {
    return await Promise.race([work(), stopped]);
  } catch (error) {
    if (isSendError(error)) throw error;
    throw new RetryLater('the provider failed');
  } finally {
    signal.removeEventListener('abort', stop);
  }
};
