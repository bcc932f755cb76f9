import type {Category, ConsentSource} from '../types.js';

/** What the owner asks for; a record that does not fit is no decision. */
export interface ConsentRules {
  /** The optional categories, in order. */
  readonly categories: readonly Category[];
  readonly policyVersion: string;
  /** How long a grant and a refusal are remembered. */
  readonly expiresDays: number;
}

/** The decision as it stands on disk. */
export interface ConsentRecord {
  /** An own boolean for each category that the visitor has decided on. */
  readonly choices: Readonly<Record<string, boolean>>;
  /** Epoch milliseconds of the decision. */
  readonly time: number;
  readonly source: ConsentSource | null;
  /** Per granted category: when the present grant began (epoch ms). It is the epoch that queued records carry. */
  readonly since: Readonly<Record<string, number>>;
  /** The time of the decision that this one replaced, or null: tells a successor from a rival made in another tab. */
  readonly replaces: number | null;
}

/** Our format. Records without `v` are in the older, plain format and are read as well; a higher one is not honoured. */
const format = 1;
const dayMs = 86_400_000;
/** Longer texts are refused unparsed. A decision on thirty categories takes less than 2 kB. */
const longest = 16_384;
const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/;

const own = (object: object, key: string): unknown => (Object.hasOwn(object, key) ? (object as Record<string, unknown>)[key] : undefined);
const isTime = (value: unknown): value is number => Number.isFinite(value) && (value as number) > 0;

/**
 * Reads a stored decision. Fails closed: broken, oversized, poisoned, future-version, expired or outdated texts give null.
 * A category is granted by the boolean `true` as an own property and by nothing else. For doubled keys the last one wins, as in JSON.parse.
 */
export const parseConsentRecord = (text: string | null, rules: ConsentRules, now: number): ConsentRecord | null => {
  if (!text || text.length > longest) return null;
  let stored: object;
  try {
    stored = Object(JSON.parse(text)) as object;
  } catch {
    return null; // not JSON: no decision
  }
  const v = own(stored, 'v');
  const timestamp = own(stored, 'timestamp');
  if (v !== undefined && v !== format) return null;
  if (own(stored, 'version') !== rules.policyVersion) return null;
  if (typeof timestamp !== 'string' || !isoTime.test(timestamp)) return null;
  const time = Date.parse(timestamp);
  // A clock that was wrong by more than a day must not make a decision last for ever.
  if (!isTime(time) || time > now + dayMs || isExpired(time, rules, now)) return null;

  const choices: Record<string, boolean> = {};
  const since: Record<string, number> = {};
  const stamps = Object(own(stored, 'since')) as object;
  for (const category of rules.categories) {
    const choice = own(stored, category);
    if (choice === undefined) continue;
    choices[category] = choice === true;
    const stamp = own(stamps, category);
    if (choice === true) since[category] = isTime(stamp) ? Math.min(stamp, time) : time;
  }
  // A decision taken back is remembered as such: it is newer than what it took back.
  if (isEmpty(choices) && own(stored, 'reset') !== true) return null;
  const replaces = own(stored, 'replaces');
  return {choices, time, source: (own(stored, 'source') as ConsentSource) ?? null, since, replaces: isTime(replaces) ? replaces : null};
};

const isEmpty = (choices: object): boolean => !Object.keys(choices).length;

/** The decision, if it is one and not the trace of one taken back. */
export const decisionIn = (record: ConsentRecord | null): ConsentRecord | null => (record && !isEmpty(record.choices) ? record : null);

/** The decision that follows another one. A grant that goes on keeps its beginning. */
export const nextRecord = (
  choices: ConsentRecord['choices'],
  before: ConsentRecord | null,
  time: number,
  source: ConsentSource,
): ConsentRecord => {
  const since: Record<string, number> = {};
  for (const category of Object.keys(choices)) if (choices[category]) since[category] = before?.since[category] ?? time;
  return {choices, time, source, since, replaces: before && before.time};
};

/** The inverse of `parseConsentRecord`: readable by anyone who knows `{essential, analytics, marketing, timestamp, version}`. */
export const formatConsentRecord = (record: ConsentRecord, policyVersion: string): string =>
  JSON.stringify({
    essential: true,
    ...record.choices,
    timestamp: new Date(record.time).toISOString(),
    version: policyVersion,
    v: format,
    source: record.source,
    since: record.since,
    replaces: record.replaces,
    ...(isEmpty(record.choices) && {reset: true}),
  });

/** Grants and refusals are remembered equally long. */
export const isExpired = (time: number, rules: ConsentRules, now: number): boolean => expiresIn(time, rules, now) <= 0;

/** How long (ms) until the decision expires. */
export const expiresIn = (time: number, rules: ConsentRules, now: number): number => time + rules.expiresDays * dayMs - now;

/**
 * One decision out of two. The newer one wins; but where two tabs decided without knowing of each other, or the stored one is not
 * newer than ours, a category stays granted only if both grant it. Both tabs come to the same result, whichever looks first.
 */
export const reconcile = (ours: ConsentRecord, found: ConsentRecord): ConsentRecord => {
  if (found.replaces === ours.time || found.time > ours.time + 1000) return found;
  // At a tie the tabs must still choose alike, or they would correct each other for ever.
  const foundFirst = found.time > ours.time || (found.time === ours.time && JSON.stringify(found) < JSON.stringify(ours));
  const base = foundFirst ? found : ours;
  const choices: Record<string, boolean> = {};
  const since: Record<string, number> = {};
  for (const category of new Set([...Object.keys(ours.choices), ...Object.keys(found.choices)])) {
    // A category that only one of them knows is that one's to decide.
    choices[category] = (ours.choices[category] ?? true) && (found.choices[category] ?? true);
    if (!choices[category]) continue;
    const stamps = [ours, found].flatMap(({since}) => since[category] ?? []);
    // Of the same moment it is the same decision, and its copy in the cookie does not know when the grant began.
    since[category] = ours.time === found.time ? Math.min(...stamps) : Math.max(...stamps);
  }
  return {...base, choices, since};
};

/** One decision out of two copies that may differ in age: the newer one, by the rules of `reconcile` where they are equally new. */
export const newest = (a: ConsentRecord | null, b: ConsentRecord | null): ConsentRecord | null => {
  if (!a || !b) return a ?? b;
  if (equal(a, b)) return a;
  return a.time > b.time ? reconcile(b, a) : reconcile(a, b);
};

/** Whether two records are the same decision in every detail. */
export const equal = (a: ConsentRecord | null, b: ConsentRecord | null): boolean => JSON.stringify(a) === JSON.stringify(b);
