import {decodeBody} from './decode-body.js';
import {statusOf, type Intake} from './intake.js';
import {limits} from './limits.js';
import {readPosthogEvents} from './posthog-events.js';
import {Refusal} from './refusal.js';
import {json, type Answer, type Call, type Route} from './route.js';

export interface CaptureParts {
  readonly intake: Intake;
  /** Throws a `Refusal` (401) for a project that this collector does not serve. */
  checkProject(project: string): void;
}

const singles = ['/e', '/i/v0/e', '/capture', '/track', '/engage'];

/** Holds a recording of the screen; this collector keeps none. */
const isRecording = ({event}: {event: string}) => event === '$snapshot' || event === '$snapshot_items';

/** PostHog's capture endpoints, v0: https://posthog.com/docs/api/capture */
export const createPosthogCapture = ({intake, checkProject}: CaptureParts): Route[] => {
  const capture = async (call: Call, maxBytes: number): Promise<Answer> => {
    const bytes = call.method === 'GET' ? Buffer.from(call.query.get('data') ?? '') : await call.read();
    const decoded = await decodeBody(bytes, {
      maxBytes,
      lease: call.lease,
      compression: call.query.get('compression'),
      contentType: call.headers['content-type'],
    });
    const events = readPosthogEvents(decoded, call.query.get('_'), call.now);
    checkProject(events[0]!.project);
    const wanted = events.filter(event => !isRecording(event));
    if (wanted.length < events.length) call.reject(200, 'session recordings are not kept', events.length - wanted.length);

    const outcomes = await intake(wanted);
    const refused = outcomes.filter(outcome => outcome !== undefined);
    const [reason] = refused;
    // A batch of which some was stored is a success for its sender: sent again, the refused part would fare no better.
    if (reason !== undefined && refused.length === wanted.length) throw new Refusal(statusOf(reason), reason);
    for (const kind of new Set(refused)) call.reject(200, kind, refused.filter(other => other === kind).length);
    return call.query.get('beacon') === '1' ? {status: 204} : json({status: 1});
  };

  const route = (path: string, maxBytes: number): Route => ({
    path,
    methods: ['POST', 'GET'],
    access: 'ingest',
    maxBytes,
    handle: call => capture(call, maxBytes),
  });
  return [...singles.map(path => route(path, limits.eventBytes)), route('/batch', limits.batchBytes)];
};
