import {uuidv7} from '../../lib/uuid.js';
import type {IncomingEvent} from './collected-event.js';
import type {Intake} from './intake.js';
import {limits} from './limits.js';
import {isSpamReferrer, readPageAddress, readReferrer} from './page-address.js';
import {isObject, parseJson} from './parse-json.js';
import {Refusal} from './refusal.js';
import {json, text, type Answer, type Call, type Route} from './route.js';
import {isBot, readUserAgent} from './user-agent.js';

export interface PlausibleParts {
  readonly intake: Intake;
  /** Throws a `Refusal` (401) for a domain that this collector does not serve. */
  checkProject(project: string): void;
  /** Keeps events of automated browsers, for tests. */
  readonly keepBots: boolean;
}

const pathLength = 2_000;
const domainsPerEvent = 20;

const asText = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

const wholeNumbers = ['screen_width', 'e', 'sd'] as const;

/** Plausible casts simple values to text and drops the others; props may come as JSON in a string. */
const propsOf = (given: unknown): Record<string, string> => {
  let props = given;
  if (typeof given === 'string') {
    try {
      props = parseJson(given);
    } catch {
      return {};
    }
  }
  if (!isObject(props)) return {};
  const simple = Object.entries(props).filter(
    ([name, value]) => !name.startsWith('$') && value !== '' && ['string', 'number', 'boolean'].includes(typeof value),
  );
  return Object.fromEntries(simple.slice(0, 30).map(([name, value]) => [name.slice(0, 300), String(value).slice(0, 2_000)]));
};

/** `{amount, currency}` beside the event, as the tracker sends it. */
const revenueOf = (given: unknown): Record<string, string | number> => {
  if (!isObject(given)) return {};
  const amount = typeof given['amount'] === 'string' && given['amount'].trim() !== '' ? Number(given['amount']) : given['amount'];
  const {currency} = given;
  if (typeof amount !== 'number' || !Number.isFinite(amount) || typeof currency !== 'string' || !/^[A-Z]{3}$/.test(currency)) return {};
  return {revenue_amount: amount, revenue_currency: currency};
};

/** Reads one Plausible body into one event for each domain it names; throws a `Refusal` with 400. */
export const readPlausibleEvents = (body: unknown, call: Pick<Call, 'headers' | 'now' | 'visitor'>): IncomingEvent[] => {
  if (!isObject(body)) throw new Refusal(400, 'the body is not a JSON object');
  const name = asText(body['n'] ?? body['name']);
  const url = asText(body['u'] ?? body['url']);
  const referrerUrl = asText(body['r'] ?? body['referrer']);
  if (name === '') throw new Refusal(400, 'name is missing');
  if (url === '') throw new Refusal(400, 'url is missing');
  if (referrerUrl.length > pathLength) throw new Refusal(400, 'referrer is too long');
  const address = /^(data|javascript|blob):/i.test(url)
    ? undefined
    : readPageAddress(url, [1, true, '1'].includes((body['h'] ?? body['hashMode']) as number));
  if (!address) throw new Refusal(400, 'url is not an address of a page');
  if (address.$pathname.length > pathLength) throw new Refusal(400, 'url has a path that is too long');
  const {utm, ...page} = address;
  const domains = asText(body['d'] ?? body['domain'])
    .split(',')
    .map(domain =>
      domain
        .trim()
        .toLowerCase()
        .replace(/^www\./, ''),
    )
    .filter(Boolean);
  if (domains.length === 0 && page.$host === '(none)') throw new Refusal(400, 'domain is missing');
  if (domains.length > domainsPerEvent || domains.some(domain => domain.length > 253)) throw new Refusal(400, 'domain is too long');

  const referrer = readReferrer(referrerUrl, page.$host);
  const numbers = wholeNumbers.filter(field => Number.isInteger(body[field])).map(field => [field, body[field]]);
  const properties = {
    ...propsOf(body['p'] ?? body['props'] ?? body['m'] ?? body['meta']),
    ...Object.fromEntries(numbers),
    ...revenueOf(body['$'] ?? body['revenue']),
    ...readUserAgent(call.headers['user-agent']),
    ...referrer,
    ...(utm['utm_source'] && {referrer_source: utm['utm_source']}),
    ...utm,
    ...page,
  };
  return (domains.length > 0 ? domains : [page.$host]).map(project => ({
    source: 'plausible',
    project,
    uuid: uuidv7(call.now),
    event: name === 'pageview' ? '$pageview' : name.slice(0, limits.nameLength),
    time: call.now,
    distinctId: call.visitor(project),
    properties,
    consent: body['consent'],
  }));
};

/** Plausible's events endpoint: https://plausible.io/docs/events-api. Well-formed events always get 202, also those that are not kept. */
export const createPlausible = ({intake, checkProject, keepBots}: PlausibleParts): Route => ({
  path: '/api/event',
  methods: ['POST'],
  access: 'ingest',
  maxBytes: 64 * 1024,
  refuse: ({status, reason}) => json({errors: {request: [reason]}}, status),
  async handle(call): Promise<Answer> {
    const body = parseJson((await call.read()).toString('utf8'));
    const events = readPlausibleEvents(body, call);
    for (const {project} of events) checkProject(project);
    const drop = (reason: string): Answer => {
      call.reject(202, reason, events.length);
      return {...text('ok', 202), headers: {'Content-Type': 'text/plain; charset=utf-8', 'x-plausible-dropped': String(events.length)}};
    };
    if (!keepBots && isBot(call.headers['user-agent'])) return drop('the browser says that it is automated');
    if (isObject(body) && isSpamReferrer(asText(body['r'] ?? body['referrer']))) return drop('the referrer is a known spammer');
    const refused = (await intake(events)).find(outcome => outcome !== undefined);
    return refused === undefined ? text('ok', 202) : drop(refused);
  },
});
