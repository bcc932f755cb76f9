import {parseEndpoint} from '../lib/endpoint.js';
import {SetupError} from '../lib/problems.js';
import {RetryLater} from '../lib/send-errors.js';
import {toJson, type Plain} from '../lib/to-json.js';
import type {AnalyticsProvider} from '../provider-types.js';
import type {EventRecord, Properties} from '../types.js';
import {consentProof, createHttpProvider} from './http-provider.js';
import {sendOneByOne} from './send-one-by-one.js';

const minute = 60_000;
const mostProps = 30;
const longestKey = 300;
const longestValue = 2000;

/** Enrichment that Plausible finds out for itself, or that would tell visitors apart where Plausible means not to. */
const leftOut = new Set(
  (
    'session_started_at is_identified user_id device_type viewport_width viewport_height screen_width screen_height timezone local_hour ' +
    'page_path page_title previous_path referrer_domain browser browser_version os os_version is_pwa'
  ).split(' '),
);

/** Never ends within a character: half a surrogate pair is no text. */
const cut = (text: string, most: number): string => text.slice(0, most).replace(/[\ud800-\udbff]$/, '');

/** The page's own properties, as text; Plausible takes no lists, objects or empty values, and 30 at most. */
const toProps = (properties: Properties): Record<string, string> =>
  Object.fromEntries(
    Object.entries(properties)
      .filter(([name, value]) => !leftOut.has(name) && value !== null && value !== '' && typeof value !== 'object')
      .slice(-mostProps)
      .map(([name, value]) => [cut(name, longestKey), cut(String(value), longestValue)]),
  );

/** Plausible takes money as an amount and a currency (ISO 4217); half of it is none. */
const revenueOf = ({revenue, currency}: Properties): Plain =>
  typeof currency === 'string' && /^[A-Z]{3}$/.test(currency) && revenue !== '' && Number.isFinite(Number(revenue ?? NaN))
    ? {currency, amount: String(revenue)}
    : undefined;

const toEvent = (record: EventRecord, domain: string): Plain => {
  const {type, event, properties} = record;
  const path = cut(String(properties['page_path'] ?? '/'), longestValue);
  const referrer = properties['referrer_domain'];
  const props = toProps(properties);
  return {
    name: type === 'page' ? 'pageview' : event,
    url: `https://${domain.split(/[,/]/)[0]}${path}`,
    domain,
    referrer: typeof referrer === 'string' ? `https://${referrer}/` : undefined,
    consent: consentProof(record),
    props: Object.keys(props).length ? props : undefined,
    revenue: revenueOf(properties),
    // A hash route is part of the path (`#/chat`); without this Plausible would cut it off.
    h: path.includes('#') ? 1 : undefined,
  };
};

/**
 * Plausible over its events API, `POST {api-host}/api/event` (plausible.io/docs/events-api). Needs `domain`; `api-host` is
 * `https://plausible.io` unless set. Stores nothing, knows no users, and dates an event by its arrival: what waited longer than
 * `maxAgeMinutes` (in `options`, default 30) is dropped. Properties `revenue` and `currency` together are its revenue. It cannot deduplicate; one event is one request, so each outcome is known alone.
 */
export const createPlausible = (): AnalyticsProvider =>
  createHttpProvider(
    'plausible',
    {maxAgeMs: 30 * minute, batch: {events: 1, bytes: 60 * 1024}, dedupes: false},
    ({domain = '', apiHost = 'https://plausible.io', options}, host) => {
      if (!/^[^\s/?#@:,\\]+(:\d+)?(\/[^\s?#@,]*)?(,[^\s?#@:,\\]+)*$/.test(domain))
        throw new SetupError('bad-domain', 'Plausible needs domain, as it is registered there (shop.example)');
      const minutes = options?.['maxAgeMinutes'] ?? 30;
      if (typeof minutes !== 'number' || !(minutes > 0)) throw new SetupError('bad-options', 'maxAgeMinutes must be a number above 0');
      const endpoint = parseEndpoint(apiHost, host.origin);

      return {
        endpoint,
        limits: {maxAgeMs: minutes * minute},
        send: (records, {signal, keepalive}, open) =>
          sendOneByOne(records, async record => {
            if (record.type === 'identify') return;
            if (!open()) throw new RetryLater('plausible was shut down');
            await host.post(`${endpoint}/api/event`, toJson(toEvent(record, domain)), {signal, keepalive});
          }),
      };
    },
  );
