import {setImmediate as nextTurn} from 'node:timers/promises';
import type {EventRow, IncomingEvent} from './collected-event.js';
import {isConsentProof} from './consent-proof.js';
import {limits} from './limits.js';
import {promote} from './promote.js';
import {isUuid} from './posthog-rules.js';
import {isLongerThan} from './json-length.js';
import {stripPrivate} from './strip-private.js';
import {withoutNul} from './without-nul.js';

/** The guard that also runs in the page: fresh plain JSON, or undefined when the event must not be kept. */
export type Guard = <T extends object>(event: T) => T | undefined;

/** Why an event was not stored. */
export type IntakeRefusal =
  | 'the privacy guard failed on the event'
  | 'the distinct_id is not a pseudonym'
  | 'the event has too many properties'
  | 'maximum event size exceeded'
  | 'the event comes without proof of consent'
  | 'the database does not take the event';

export interface IntakeParts {
  readonly guard: Guard;
  readonly now: () => number;
  /** Whether events without proof of consent are refused. */
  readonly requireConsent: boolean;
  /** Throws a 429 `Refusal` when a project sends too many events. */
  checkRate(project: string, events: number): void;
  /** Resolves once on disk, with the positions of rows that the database does not take. */
  write(rows: readonly EventRow[]): Promise<ReadonlySet<number>>;
}

/** The HTTP status of a request of which nothing was stored for this reason. */
export const statusOf = (reason: IntakeRefusal): number => (reason === 'the event comes without proof of consent' ? 403 : 400);

/** The path of every event: strip → guard → promote → commit. Resolves after the commit with one entry an event, undefined if it is stored. */
export type Intake = (events: readonly IncomingEvent[]) => Promise<readonly (IntakeRefusal | undefined)[]>;

/** Guarding a large batch takes long; others get their turn after each slice. */
const sliceLength = 50;
const mostDropped = 20;

export const createIntake =
  ({guard, now, requireConsent, checkRate, write}: IntakeParts): Intake =>
  async events => {
    const sent = new Map<string, number>();
    for (const {project} of events) sent.set(project, (sent.get(project) ?? 0) + 1);
    for (const [project, count] of sent) checkRate(project, count);
    const rows: EventRow[] = [];
    const outcomes: (IntakeRefusal | undefined)[] = [];
    for (const [index, event] of events.entries()) {
      if (index > 0 && index % sliceLength === 0) await nextTurn();
      const consented = !requireConsent || isConsentProof(event.consent, event.time, now());
      const row = consented ? prepare(event, guard, now()) : 'the event comes without proof of consent';
      if (typeof row === 'string') outcomes.push(row);
      else {
        outcomes.push(undefined);
        rows.push(row);
      }
    }
    if (rows.length === 0) return outcomes;
    const refused = await write(rows);
    if (refused.size === 0) return outcomes;
    let row = 0;
    return outcomes.map(outcome => outcome ?? (refused.has(row++) ? 'the database does not take the event' : undefined));
  };

const prepare = (incoming: IncomingEvent, guard: Guard, now: number): EventRow | IntakeRefusal => {
  const {source, uuid} = incoming;
  const [project, event, distinctId] = [withoutNul(incoming.project), withoutNul(incoming.event), withoutNul(incoming.distinctId)];
  if (Object.keys(incoming.properties).length > limits.keysPerEvent) return 'the event has too many properties';
  if (isLongerThan(incoming.properties, limits.eventBytes)) return 'maximum event size exceeded';
  const dropped = new Set<string>();
  const stripped = stripPrivate(incoming.properties, name => dropped.size < mostDropped && dropped.add(name)) as Record<string, unknown>;
  // Said in the event itself, so that whoever reads it knows that it is not whole.
  const properties = dropped.size > 0 ? {...stripped, $dropped: [...dropped]} : stripped;
  // A UUID holds nothing personal, but one in ten thousand looks like an account number.
  const opaque = isUuid(distinctId);
  const guarded = guard({event, distinct_id: opaque ? '' : distinctId, properties});
  if (!guarded) return 'the privacy guard failed on the event';
  // A masked id would join all visitors whose ids were masked the same way.
  if (!opaque && guarded.distinct_id !== distinctId) return 'the distinct_id is not a pseudonym';
  const recent = incoming.time > now - limits.pastWindow && incoming.time < now + limits.futureWindow;
  return {
    project,
    uuid,
    source,
    event: guarded.event.slice(0, limits.nameLength),
    time: Math.round(recent ? incoming.time : now),
    received_at: now,
    distinct_id: distinctId,
    ...promote(guarded.properties),
    properties: JSON.stringify(guarded.properties),
  };
};
