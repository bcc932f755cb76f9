/** One event, as the collector's read API tells it. */
export interface LiveEvent {
  readonly id: number;
  readonly event: string;
  readonly distinctId: string;
  /** Epoch milliseconds: when it happened, not when it arrived. */
  readonly time: number;
  /** The wire format that it came in. */
  readonly source: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Reads one event of `/api/live`; undefined when it is not one. */
export const readEvent = (value: unknown): LiveEvent | undefined => {
  if (typeof value !== 'object' || value === null) return undefined;
  const {id, event, distinct_id, time, source, properties} = value as Record<string, unknown>;
  if (typeof id !== 'number' || typeof event !== 'string') return undefined;
  return {
    id,
    event,
    distinctId: String(distinct_id ?? ''),
    time: typeof time === 'number' ? time : Date.parse(String(time)),
    source: String(source ?? ''),
    properties: typeof properties === 'object' && properties !== null ? (properties as Record<string, unknown>) : {},
  };
};

/** What the page adds to every event by itself: worth knowing, but not what the event is about. */
const added = new Set(
  (
    'session_started_at is_identified device_type viewport_width viewport_height screen_width screen_height app_version environment timezone ' +
    'local_hour page_path page_title previous_path referrer_domain browser browser_version os os_version is_pwa distinct_id anonymous_id ' +
    'user_id session_id token time timestamp title url category res ca created_at'
  ).split(' '),
);

const placeholder = /(\[[a-z][a-z_ -]*\])/;

/** Cuts words at the guard's placeholders: those are the odd pieces. */
export const splitAtMasks = (words: string): readonly string[] => words.split(placeholder);

/** A property's value as words. */
export const toWords = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** At most three properties that say what the event is about: the masked ones first, ids last. */
export const gist = ({event, properties}: LiveEvent): readonly [string, string][] => {
  const isAbout = (name: string) =>
    /page_?view/.test(event) ? /^page_(path|title)$/.test(name) : !added.has(name) && (!name.startsWith('$') || name === '$el_text');
  const rank = ([name, words]: readonly [string, string]) => (placeholder.test(words) ? 0 : name.endsWith('_id') ? 2 : 1);
  return Object.entries(properties)
    .filter(([name]) => isAbout(name))
    .map(([name, value]): [string, string] => [name, toWords(value)])
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, 3);
};
