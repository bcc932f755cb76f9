import {timestampOf} from '../../lib/timestamp.js';
import {uuidv7} from '../../lib/uuid.js';
import type {EventRecord, Properties} from '../../types.js';
import {readUserAgent} from '../collector/user-agent.js';
import type {Visitor} from './exchange.js';

export interface RecordParts {
  readonly guard: <T extends object>(value: T) => T | undefined;
  readonly environment: string | undefined;
  readonly release: string | undefined;
}

/** Makes records; everything in them has passed the guard, or is one of our own words and numbers. */
export interface EventRecords {
  /** A value of the application's that comes again and again (a route's template), guarded once. */
  word(text: string): string;
  /** What every event of this application and this family of browsers says, always the same object. */
  base(userAgent: string | undefined): Properties;
  /**
   * Undefined when the guard failed. `ours` needs no guard and is the record's from then on; what the application `said` comes first.
   */
  make(event: string, ours: Properties, said: Readonly<Record<string, unknown>> | undefined, of: RecordOrigin): EventRecord | undefined;
}

/** Whom and what a record is about. */
export interface RecordOrigin {
  readonly visitor: Visitor;
  /** For a visitor that nobody has named: the same for all events of one request. */
  readonly nobody: () => string;
  /** Epoch milliseconds. */
  readonly time: number;
}

const mostRemembered = 1000;

/** Each text is judged once; a flood of different ones begins anew. */
const remembered = <T>(judge: (text: string) => T): ((text: string) => T) => {
  const known = new Map<string, T>();
  return text => {
    const before = known.get(text);
    if (before !== undefined) return before;
    if (known.size >= mostRemembered) known.clear();
    const now = judge(text);
    known.set(text, now);
    return now;
  };
};

export const createEventRecords = ({guard, environment, release}: RecordParts): EventRecords => {
  const fixed: Properties = guard({source: 'backend', ...(environment && {environment}), ...(release && {release})}) ?? {source: 'backend'};
  const based = remembered((header: string): Properties => {
    const {browser, browser_version: version} = readUserAgent(header);
    return browser ? {...fixed, browser, browser_version: version!} : fixed;
  });

  return {
    word: remembered((text: string) => guard({endpoint: text.slice(0, 300)})?.endpoint ?? '(unreadable)'),
    base: userAgent => (userAgent === undefined ? fixed : based(userAgent.slice(0, 500))),
    make(event, ours, said, {visitor, nobody, time}) {
      const heard = said && guard({type: 'track', event, properties: said});
      if (said && !heard) return undefined;
      const distinctId = visitor.distinctId ?? nobody();
      return {
        uuid: uuidv7(time),
        type: 'track',
        event: heard ? heard.event : event,
        properties: heard ? Object.assign(ours, heard.properties) : ours,
        timestamp: timestampOf(time),
        distinct_id: distinctId,
        anonymous_id: distinctId,
        user_id: visitor.isIdentified ? distinctId : null,
        session_id: visitor.sessionId ?? '',
        category: 'analytics',
        epoch: 0,
      };
    },
  };
};
