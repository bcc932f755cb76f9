import type {IncomingEvent} from './collected-event.js';
import {statusOf, type Intake} from './intake.js';
import {limits} from './limits.js';
import {readMatomoEvent} from './matomo-event.js';
import {isObject, parseJson} from './parse-json.js';
import {Refusal} from './refusal.js';
import {json, type Answer, type Call, type Route} from './route.js';

export interface MatomoParts {
  readonly intake: Intake;
  /** Throws a `Refusal` (401) for a site that this collector does not serve. */
  checkProject(project: string): void;
}

const pixel: Answer = {
  status: 200,
  headers: {'Content-Type': 'image/gif'},
  body: Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64'),
};

/** Matomo's tracking endpoint: GET, POST form, and bulk JSON, whose answer counts what was tracked and what was not. */
export const createMatomo = ({intake, checkProject}: MatomoParts): Route[] => {
  const read = (query: URLSearchParams, call: Call): IncomingEvent | undefined => {
    const event = readMatomoEvent(query, call);
    if (event) checkProject(event.project);
    return event;
  };

  const single = async (query: URLSearchParams, call: Call): Promise<Answer> => {
    const event = read(query, call);
    const [refused] = event ? await intake([event]) : [];
    if (refused !== undefined) throw new Refusal(statusOf(refused), refused);
    return query.get('send_image') === '0' ? {status: 204} : pixel;
  };

  const bulk = async (body: string, call: Call): Promise<Answer> => {
    const parsed = parseJson(body);
    const requests = isObject(parsed) ? parsed['requests'] : undefined;
    if (!Array.isArray(requests)) throw new Refusal(400, 'a bulk request needs a list named requests');
    if (requests.length > limits.eventsPerRequest) throw new Refusal(413, `more than ${limits.eventsPerRequest} events in one request`);
    const events: {index: number; event: IncomingEvent}[] = [];
    const invalid = new Set<number>();
    for (const [index, request] of requests.entries()) {
      try {
        const event = read(queryOf(request), call);
        if (event) events.push({index, event});
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        invalid.add(index);
        call.reject(error.status, error.reason, 1);
      }
    }
    const outcomes = await intake(events.map(({event}) => event));
    for (const [position, reason] of outcomes.entries()) {
      if (reason === undefined) continue;
      invalid.add(events[position]!.index);
      call.reject(200, reason, 1);
    }
    const indices = [...invalid].sort((a, b) => a - b);
    return json({
      status: 'success',
      tracked: requests.length - invalid.size,
      invalid: invalid.size,
      ...(invalid.size > 0 && {invalid_indices: indices}),
    });
  };

  const handle = async (call: Call): Promise<Answer> => {
    if (call.method === 'GET') return single(call.query, call);
    const body = (await call.read()).toString('utf8');
    if (/^\s*\{/.test(body)) return bulk(body, call);
    // Matomo also takes parameters of a POST from the address; the body wins.
    return single(new URLSearchParams({...Object.fromEntries(call.query), ...Object.fromEntries(new URLSearchParams(body.trim()))}), call);
  };

  return ['/matomo.php', '/piwik.php'].map(path => ({
    path,
    methods: ['GET', 'POST'],
    access: 'ingest',
    maxBytes: limits.eventBytes,
    handle,
  }));
};

/** A bulk entry is a query string, or an object of parameters. */
const queryOf = (request: unknown): URLSearchParams => {
  if (typeof request === 'string') return new URLSearchParams(request.slice(request.indexOf('?') + 1));
  if (!isObject(request)) return new URLSearchParams();
  const simple = Object.entries(request).filter(([, value]) => typeof value === 'string' || typeof value === 'number');
  return new URLSearchParams(simple.map(([name, value]) => [name, String(value)] as [string, string]));
};
