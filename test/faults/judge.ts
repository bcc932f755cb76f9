import type {Arrival, SunkEvent} from './sink.js';

/** When a page could not hear an answer: from the moment it was closed, killed or frozen, until it was back. Epoch ms. */
export interface Absence {
  readonly page: string;
  readonly from: number;
  until: number;
}

export interface Judgement {
  readonly tracked: number;
  /** Tracked events of which the sink has at least one copy. */
  readonly delivered: number;
  readonly missing: readonly string[];
  /** Copies beyond the first, before any deduplication. */
  readonly duplicates: number;
  /** Of these, the ones that came after a copy whose outcome its page could not know. */
  readonly allowed: number;
  /** The others, each with who sent it and when (epoch ms, as `sender sent–answered`). */
  readonly needless: readonly string[];
  /** Copies that do not carry the identical uuid, timestamp, event and distinct id. */
  readonly altered: number;
  /** Events in the sink that nobody has tracked. */
  readonly strangers: number;
}

/** An answer that was sent so shortly (ms) before its page went away may not have come through, or not have been noted on disk. */
export const answerMarginMs = 1000;

/** The name under which the test knows an event. */
export const nameOf = ({properties}: SunkEvent): string => `${String(properties['tab'])}:${String(properties['serial'])}`;

const unknown = ({page, at, answeredAt}: Arrival, absences: readonly Absence[]): boolean =>
  answeredAt === undefined ||
  absences.some(absence => absence.page === page && absence.from < answeredAt + answerMarginMs && absence.until > at);

/** Compares what was tracked with the sink's log. */
export const judge = (tracked: ReadonlySet<string>, arrivals: readonly Arrival[], absences: readonly Absence[]): Judgement => {
  const copies = new Map<string, {event: SunkEvent; arrival: Arrival}[]>();
  for (const arrival of arrivals)
    if (arrival.status === 200)
      for (const event of arrival.events) {
        const name = nameOf(event);
        copies.set(name, [...(copies.get(name) ?? []), {event, arrival}]);
      }
  let duplicates = 0;
  let allowed = 0;
  let altered = 0;
  const needless: string[] = [];
  let strangers = 0;
  for (const [name, all] of copies) {
    if (!tracked.has(name)) strangers++;
    const identity = ({event: {uuid, timestamp, event, distinct_id}}: {event: SunkEvent}) => [uuid, timestamp, event, distinct_id].join();
    altered += all.filter(copy => identity(copy) !== identity(all[0]!)).length;
    duplicates += all.length - 1;
    // Each further copy needs one before it of which nobody could know that it had arrived.
    const excused = all.slice(1).filter((_, index) => unknown(all[index]!.arrival, absences)).length;
    allowed += excused;
    if (excused < all.length - 1)
      needless.push([name, ...all.map(({arrival: {page, at, answeredAt}}) => `${page} ${at}–${answeredAt ?? ''}`)].join(', '));
  }
  const missing = [...tracked].filter(name => !copies.has(name));
  return {tracked: tracked.size, delivered: tracked.size - missing.length, missing, duplicates, allowed, needless, altered, strangers};
};
