import {parseEndpoint} from '../lib/endpoint.js';
import {SetupError} from '../lib/problems.js';
import {toJson} from '../lib/to-json.js';
import type {AnalyticsProvider, SendResult} from '../provider-types.js';
import type {EventRecord, PropertyValue} from '../types.js';
import {consentProof, createHttpProvider} from './http-provider.js';

const hour = 3_600_000;
/** Without a token Matomo takes no time further back than 24 h; a clock that jumped must not cost the event. */
const mostAgeSeconds = 24 * 3600 - 300;

/** 32 bits of a text as 8 hex digits (FNV-1a): the same text gives the same digits, and nothing needs to be stored. */
const hash = (text: string, seed: number): string => {
  let bits = seed;
  for (let i = 0; i < text.length; i++) bits = Math.imul(bits ^ text.charCodeAt(i), 0x01000193);
  return (bits >>> 0).toString(16).padStart(8, '0');
};
const hash64 = (text: string): string => hash(text, 0x811c9dc5) + hash(`${text}/`, 0x2b5a5c3d);

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

interface Site {
  readonly id: string;
  readonly origin: string;
  /** Property name → number of the custom dimension. */
  readonly dimensions: Readonly<Record<string, number>>;
  /** Event name → number of the goal. */
  readonly goals: Readonly<Record<string, number>>;
}

const numbersOf = (map: unknown = {}): Readonly<Record<string, number>> | undefined =>
  typeof map === 'object' && map && Object.values(map).every(index => Number.isInteger(index) && index > 0)
    ? (map as Readonly<Record<string, number>>)
    : undefined;

/** One request of the Tracking HTTP API (developer.matomo.org/api-reference/tracking-api). */
const toQuery = (record: EventRecord, {id, origin, dimensions, goals}: Site, now: number): string => {
  const own = record.properties;
  const path = isText(own['page_path']) ? own['page_path'] : '/';
  const age = Math.floor((now - Date.parse(record.timestamp)) / 1000);
  const [label, value] = [own['name'] ?? own['label'], own['value']];
  const params: Record<string, PropertyValue | undefined | false> = {
    idsite: id,
    rec: 1,
    apiv: 1,
    send_image: 0,
    rand: record.uuid.slice(-12),
    _id: hash64(record.anonymous_id),
    uid: record.user_id,
    url: origin + path,
    urlref: isText(own['referrer_domain']) && `https://${own['referrer_domain']}/`,
    res: own['screen_width'] !== undefined && `${String(own['screen_width'])}x${String(own['screen_height'])}`,
    h: own['local_hour'],
    consent: consentProof(record),
    // Ties the events of one page to its view.
    pv_id: hash64(record.session_id + path).slice(0, 6),
    cdo: age > 0 && Math.min(age, mostAgeSeconds),
    ...(record.type === 'page'
      ? {action_name: own['page_title'] ?? own['page_name']}
      : Object.hasOwn(goals, record.event)
        ? {idgoal: goals[record.event], revenue: own['revenue']}
        : {
            ca: 1,
            e_c: isText(own['category']) ? own['category'] : record.category,
            e_a: record.event,
            e_n: isText(label) && label,
            e_v: typeof value === 'number' && value,
          }),
  };
  for (const [name, index] of Object.entries(dimensions)) params[`dimension${index}`] = own[name];

  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params))
    if (value !== undefined && value !== null && value !== false && typeof value !== 'object') query.set(name, String(value));
  return query.toString();
};

/** Matomo says how many it refused, and which ones only to those with a token. */
const readBulkReply = (reply: string, records: readonly EventRecord[], warn: (message: string) => void): SendResult => {
  let told: {invalid?: unknown; invalid_indices?: unknown};
  try {
    told = (JSON.parse(reply) ?? {}) as typeof told;
  } catch {
    return undefined; // a proxy's own text; the status was 2xx
  }
  const invalid = Number(told.invalid) || 0;
  if (invalid <= 0) return undefined;
  const indices = Array.isArray(told.invalid_indices)
    ? (told.invalid_indices as unknown[])
    : invalid >= records.length
      ? records.map((_, i) => i)
      : [];
  if (!indices.length) warn(`Matomo refused ${invalid} of ${records.length} events without saying which`);
  const refused = records.filter((_, index) => indices.includes(index));
  return refused.length ? new Map(refused.map(({uuid}) => [uuid, 'rejected'] as const)) : undefined;
};

/**
 * Matomo over its Tracking HTTP API: one event as a form, several as a bulk request, to `{api-host}/matomo.php`. Needs `api-host` and
 * `site-id`; `options.dimensions` maps property names to custom dimensions (`{"plan": 1}`), and
 * `options.goals` event names to goals, as whose conversions, with a `revenue` if they have one, they are then told. Stores nothing: the visitor id is computed
 * from the anonymous id. It cannot deduplicate, and dates events by their age, at most 24 h. Traits are not sent; the pseudonym is (`uid`).
 */
export const createMatomo = (): AnalyticsProvider =>
  createHttpProvider(
    'matomo',
    {maxAgeMs: 23 * hour, batch: {events: 50, bytes: 48 * 1024}, dedupes: false},
    ({siteId = '', apiHost, options}, host) => {
      if (!/^[1-9]\d{0,8}$/.test(siteId)) throw new SetupError('bad-site-id', 'Matomo needs site-id, a whole number');
      const [dimensions, goals] = [numbersOf(options?.['dimensions']), numbersOf(options?.['goals'])];
      if (!dimensions || !goals) throw new SetupError('bad-options', 'dimensions and goals must map names to whole numbers');
      const endpoint = parseEndpoint(apiHost, host.origin);
      const site = {id: siteId, origin: /^http/.test(host.origin) ? host.origin : new URL(endpoint).origin, dimensions, goals};

      return {
        endpoint,
        async send(all, {signal, keepalive}) {
          // A pseudonym goes along with the events that follow; alone it is nothing that Matomo could store.
          const records = all.filter(({type}) => type !== 'identify');
          const queries = records.map(record => toQuery(record, site, host.now()));
          const url = `${endpoint}/matomo.php`;
          if (queries.length === 1) {
            await host.post(url, queries[0]!, {signal, keepalive, contentType: 'application/x-www-form-urlencoded'});
          } else if (queries.length) {
            const reply = await host.post(url, toJson({requests: queries.map(query => `?${query}`)}), {signal, keepalive});
            return readBulkReply(reply, records, message => host.warn('matomo-invalid', message));
          }
          return undefined;
        },
      };
    },
  );
