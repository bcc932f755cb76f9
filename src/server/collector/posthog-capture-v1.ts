import type {IncomingEvent} from './collected-event.js';
import {decodeBody} from './decode-body.js';
import {limits} from './limits.js';
import {isObject} from './parse-json.js';
import type {CaptureParts} from './posthog-capture.js';
import {readPosthogEvent} from './posthog-events.js';
import {checkToken, objectAt, uuidOf} from './posthog-rules.js';
import {Refusal} from './refusal.js';
import {json, type Call, type Route} from './route.js';

type Fields = Readonly<Record<string, unknown>>;

/** What v1 says beside the properties, and v0 in them. */
const toV0 = (fields: Fields): Fields => {
  const options = objectAt(fields, 'options');
  const properties = {
    ...objectAt(fields, 'properties'),
    ...(typeof fields['session_id'] === 'string' && {$session_id: fields['session_id']}),
    ...(typeof fields['window_id'] === 'string' && {$window_id: fields['window_id']}),
    ...(typeof options['process_person_profile'] === 'boolean' && {$process_person_profile: options['process_person_profile']}),
    ...(options['disable_skew_correction'] === true && {$ignore_sent_at: true}),
  };
  return {...fields, properties};
};

const readEvents = (body: unknown, project: string, sentAt: unknown, now: number): IncomingEvent[] => {
  const batch = isObject(body) ? body['batch'] : undefined;
  if (!Array.isArray(batch) || batch.length === 0) throw new Refusal(400, 'empty_batch');
  if (batch.length > limits.eventsPerRequest) throw new Refusal(413, 'payload_too_large');
  const events = (batch as unknown[]).map(fields => {
    if (!isObject(fields)) throw new Refusal(400, 'invalid_event');
    if (uuidOf(fields) === undefined) throw new Refusal(400, 'missing_event_uuid');
    return readPosthogEvent(toV0(fields), project, sentAt, now);
  });
  if (new Set(events.map(({uuid}) => uuid)).size < events.length) throw new Refusal(400, 'duplicate_event_uuid');
  return events;
};

/** PostHog's own words for what its SDKs tell apart. */
const codes: Readonly<Record<string, string>> = {
  'event submitted without a distinct_id': 'missing_distinct_id',
  'event submitted with an empty distinct_id': 'missing_distinct_id',
  'event submitted with an empty event name': 'missing_event_name',
  'failed to decode request: uuid is not a UUID': 'invalid_event_uuid',
};

const codeOf = ({status, reason}: Refusal): string =>
  status === 401
    ? 'invalid_api_token'
    : status === 413
      ? 'payload_too_large'
      : status === 429
        ? 'rate_limited'
        : (codes[reason] ?? reason.replace(/\W+/g, '_'));

/** PostHog's capture endpoint, v1 (2026): the token in the header, an outcome for each uuid in the answer, errors as JSON. */
export const createPosthogCaptureV1 = ({intake, checkProject}: CaptureParts): Route => ({
  path: '/i/v1/analytics/events',
  methods: ['POST'],
  access: 'ingest',
  maxBytes: limits.batchBytes,
  refuse: refusal => json({error: codeOf(refusal), error_description: refusal.reason}, refusal.status),
  async handle(call: Call) {
    const project = checkToken([/^Bearer (.*)$/i.exec(call.headers.authorization ?? '')?.[1]]);
    checkProject(project);
    const {lease, headers, now} = call;
    const decoded = await decodeBody(await call.read(), {
      maxBytes: limits.batchBytes,
      lease,
      compression: null,
      contentType: headers['content-type'],
    });
    const events = readEvents(decoded, project, headers['posthog-request-timestamp'], now);
    const outcomes = await intake(events);
    for (const outcome of outcomes) if (outcome !== undefined) call.reject(200, outcome, 1);
    const results = events.map(({uuid}, index) => [
      uuid,
      outcomes[index] === undefined ? {result: 'ok'} : {result: 'drop', details: outcomes[index]},
    ]);
    return json({results: Object.fromEntries(results) as Record<string, object>});
  },
});
