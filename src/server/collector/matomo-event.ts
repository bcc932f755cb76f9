import {uuidv7} from '../../lib/uuid.js';
import type {IncomingEvent} from './collected-event.js';
import {limits} from './limits.js';
import {readPageAddress, readReferrer} from './page-address.js';
import {Refusal} from './refusal.js';
import type {Call} from './route.js';
import {readUserAgent} from './user-agent.js';

/** Parameters that say how, not what; those that identify a device are left out altogether. */
const notKept = new Set([
  'idsite', 'rec', 'apiv', 'rand', 'send_image', 'token_auth', 'url', 'urlref', 'action_name', '_id', 'uid', 'cid', 'cip', 'ua', 'uadata', 'cdt', 'cdo',
  'cookie', 'h', 'm', 's', 'new_visit', 'bots', 'queuedtracking', '_idts', '_idvc', '_idn', '_viewts', '_ects', '_refts', 'e_c', 'e_a', 'e_n', 'e_v', 'consent',
]); // prettier-ignore

const day = 86_400;

const asNumber = (value: string): string | number => (value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value);

/** What kind of action it is, from the parameter that only this kind has. */
const actionOf = (query: URLSearchParams): {event: string; properties?: Record<string, string | number>} => {
  if (query.has('e_a')) {
    const named = [['category', 'e_c'], ['name', 'e_n'], ['value', 'e_v']] as const; // prettier-ignore
    const given = named.filter(([, parameter]) => query.has(parameter));
    const properties = given.map(
      ([name, parameter]) => [name, name === 'value' ? asNumber(query.get(parameter)!) : query.get(parameter)!] as const,
    );
    return {event: query.get('e_a')!.trim() || 'event', properties: Object.fromEntries(properties)};
  }
  if (query.has('idgoal'))
    return {event: query.get('idgoal') === '0' ? (query.has('ec_id') ? 'ecommerce_order' : 'ecommerce_cart') : 'goal'};
  if (query.has('search')) return {event: 'site_search'};
  if (query.has('download')) return {event: 'download'};
  if (query.has('link')) return {event: 'outlink'};
  if (query.has('c_n')) return {event: query.has('c_i') ? 'content_interaction' : 'content_impression'};
  const title = query.get('action_name');
  return {event: '$pageview', ...(title && {properties: {page_title: title}})};
};

/**
 * Reads one Matomo tracking request (https://developer.matomo.org/api-reference/tracking-api).
 * Undefined for a heartbeat, which is no action. Throws a `Refusal` for what Matomo does not track either; `cip` and `ua` are ignored.
 */
export const readMatomoEvent = (query: URLSearchParams, call: Pick<Call, 'headers' | 'now' | 'visitor'>): IncomingEvent | undefined => {
  const site = query.get('idsite') ?? '';
  if (!/^[\w-]{1,64}$/.test(site)) throw new Refusal(400, 'idsite is missing or not valid');
  if (query.get('rec') !== '1') throw new Refusal(400, 'rec=1 is missing: nothing is tracked');
  const age = Number(query.get('cdo') ?? 0);
  if (query.has('cdt') || !(age >= 0 && age <= day))
    throw new Refusal(403, 'cdt, and cdo of more than 24 hours, need a token_auth, which this collector has not');
  if (query.get('ping') === '1') return undefined;

  const {utm, ...page} = readPageAddress(query.get('url') ?? '') ?? {utm: {}};
  const referrer = readReferrer(query.get('urlref') ?? '', '$host' in page ? page.$host : '');
  const {event, properties} = actionOf(query);
  const rest = [...query]
    .filter(([name, value]) => !notKept.has(name) && value !== '' && /^[\w.[\]-]{1,100}$/.test(name))
    .slice(0, limits.keysPerEvent);
  return {
    source: 'matomo',
    project: site,
    uuid: uuidv7(call.now),
    event: event.slice(0, limits.nameLength),
    time: call.now - age * 1_000,
    distinctId: (query.get('uid') || query.get('_id') || query.get('cid') || call.visitor(site)).slice(0, limits.nameLength),
    consent: query.get('consent'),
    properties: {
      ...Object.fromEntries(rest.map(([name, value]) => [name, asNumber(value)])),
      ...properties,
      ...readUserAgent(call.headers['user-agent']),
      ...referrer,
      ...utm,
      ...page,
    },
  };
};
