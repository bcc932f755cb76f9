import {RetryLater} from '../lib/send-errors.js';
import {toJson} from '../lib/to-json.js';
import {uuidv7} from '../lib/uuid.js';
import {version} from '../lib/version.js';
import type {ProviderHost, SendOptions, SendResult} from '../provider-types.js';
import type {PostHogEvent} from './posthog-event.js';

/** v1 says beside the properties what v0 says in them. */
const toV1 = ({properties, ...event}: PostHogEvent) => {
  const {$session_id: session, $process_person_profile: profile, $ignore_sent_at: exact, ...own} = properties;
  return {...event, session_id: session, options: {process_person_profile: profile, disable_skew_correction: exact}, properties: own};
};

const verdicts: Readonly<Record<string, 'retry' | 'rejected'>> = {retry: 'retry', drop: 'rejected'};

const readResults = (reply: string, events: readonly PostHogEvent[]): SendResult => {
  let results: Readonly<Record<string, {readonly result?: unknown} | undefined>>;
  try {
    results = (JSON.parse(reply) as {results?: typeof results}).results ?? {};
  } catch {
    throw new RetryLater("the reply of PostHog's v1 capture could not be read", undefined, true);
  }
  const outcomes = events.flatMap(({uuid}): [string, 'retry' | 'rejected'][] => {
    const verdict = Object.hasOwn(results, String(uuid)) ? verdicts[String(results[String(uuid)]?.result)] : 'retry';
    return verdict ? [[String(uuid), verdict]] : [];
  });
  return outcomes.length ? new Map(outcomes) : undefined;
};

/**
 * PostHog's capture v1, `POST {api-host}/i/v1/analytics/events`: it answers for each event alone, so that one which PostHog drops is
 * counted and one which it could not store now is sent again. Its headers need a preflight, and rule out delivery while the page closes.
 */
export const sendV1 = async (
  url: string,
  apiKey: string,
  host: ProviderHost,
  events: readonly PostHogEvent[],
  {signal, resend}: SendOptions,
): Promise<SendResult> => {
  const now = host.now();
  const time = new Date(now).toISOString();
  const reply = await host.post(`${url}/i/v1/analytics/events`, toJson({created_at: time, batch: events.map(toV1)}), {
    signal,
    keepalive: false,
    contentType: 'application/json',
    headers: {
      Authorization: `Bearer ${apiKey}`,
      'PostHog-Sdk-Info': `askfirst/${version}`,
      'PostHog-Attempt': resend ? '2' : '1',
      'PostHog-Request-Id': uuidv7(now),
      'PostHog-Request-Timestamp': time,
    },
  });
  return readResults(reply, events);
};
