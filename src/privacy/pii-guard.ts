import {wordsOf} from './keys.js';
import type {Harmless} from './mask-text.js';
import {ALLOWED, createPlaces, FORBIDDEN} from './places.js';
import {createWalker, type OnMask} from './walk.js';

export {isPseudonym} from './is-pseudonym.js';

/** What a property is, as a tracking plan says it. */
export type PropertyClass = 'forbidden' | 'pseudonymous' | 'technical' | 'aggregated';

export interface PiiGuardOptions {
  /** By key or path. What is not `forbidden` is not taken for personal because of its key; its text is searched all the same. */
  readonly classes?: Readonly<Record<string, PropertyClass>>;
  /** Keys (`agent_name`) or paths (`properties.agent_name`) whose values are harmless: they pass as they are. */
  readonly allow?: readonly string[];
  /** Keys or paths whose values are never to leave, whatever they hold; wins over `allow`. */
  readonly forbid?: readonly string[];
  /** Hears of every masked part: where it stood and its class, never the value. */
  readonly onMask?: OnMask;
  /**
   * Remembers up to 500 short texts in which nothing was found, in memory, and does not search them again: for servers, where the same
   * paths and hosts come all day. The result is the same. Default: no value is remembered.
   */
  readonly rememberHarmless?: boolean;
}

/** Copies an event into fresh plain JSON with everything personal masked; `undefined` if that failed: drop the event. */
export type PiiGuard = <T extends object>(event: T) => T | undefined;

/**
 * The guard between the page and everything that leaves it or is stored: pure, synchronous, never throws, reads each property once.
 * It masks the smallest personal part with a typed placeholder (`[email]`, `[name]`, `[address]`, `[phone]`, `[ip]`, `[account]`, `[id]`, `[secret]`,
 * `[position]`), keeps the rest, and bounds length, depth and size. Names in free text are best effort.
 */
export const createPiiGuard = ({classes = {}, allow = [], forbid = [], onMask, rememberHarmless}: PiiGuardOptions = {}): PiiGuard => {
  const rules = Object.create(null) as Record<string, number>;
  const declare = (names: readonly string[], rule: number) => names.forEach(name => (rules[wordsOf(name)] = rule));
  for (const [name, kind] of Object.entries(classes)) declare([name], kind === 'forbidden' ? FORBIDDEN : 0);
  declare(allow, ALLOWED);
  declare(forbid, FORBIDDEN);
  const places = createPlaces(rules);
  const harmless = rememberHarmless ? ({texts: {__proto__: null}, left: 500} as unknown as Harmless) : undefined;

  return <T extends object>(event: T): T | undefined => {
    const guarded = createWalker(places, onMask, harmless)(event);
    return typeof guarded === 'object' ? ((guarded as T | null) ?? undefined) : undefined;
  };
};
