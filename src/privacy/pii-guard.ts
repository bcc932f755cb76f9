import {wordsOf} from './keys.js';
import {isArray} from './primordials.js';
import {createWalker} from './walk.js';

export interface PiiGuardOptions {
  /** Keys (`agent_name`) or paths (`properties.agent_name`) whose values are harmless: they pass as they are. */
  readonly allow?: readonly string[];
  /** Keys or paths whose values are never to leave, whatever they hold; wins over `allow`. */
  readonly forbid?: readonly string[];
  /** Hears of every masked part: where it stood and its class, never the value. */
  readonly onMask?: (info: {readonly path: string; readonly class: string}) => void;
}

/** Copies an event into fresh plain JSON with everything personal masked; `undefined` if that failed: drop the event. */
export type PiiGuard = <T extends object>(event: T) => T | undefined;

const setOf = (names: readonly string[] = []): Readonly<Record<string, boolean>> => {
  const set = Object.create(null) as Record<string, boolean>;
  for (let i = 0; i < names.length; i++) set[names[i]!] = set[wordsOf(names[i]!)] = true;
  return set;
};

/**
 * The guard between the page and everything that leaves it or is stored: pure, synchronous, never throws, reads each property once.
 * It masks the smallest personal part with a typed placeholder (`[email]`, `[name]`, `[address]`, `[phone]`, `[ip]`, `[iban]`, `[card]`,
 * `[id]`, `[secret]`, `[position]`, `[birthdate]`), keeps the rest, and bounds length, depth and size. Names in free text are best effort.
 */
export const createPiiGuard = ({allow, forbid, onMask}: PiiGuardOptions = {}): PiiGuard => {
  const allowed = setOf(allow);
  const forbidden = setOf(forbid);
  const declares = allow?.length || forbid?.length;
  const declared = (key: string, path: string) => {
    if (!declares) return undefined;
    const words = wordsOf(key);
    return forbidden[key] || forbidden[words] || forbidden[path]
      ? 'forbid'
      : allowed[key] || allowed[words] || allowed[path]
        ? 'allow'
        : undefined;
  };
  const tell = (kind: string, path: string) => {
    try {
      onMask?.({path, class: kind});
    } catch {
      // A listener in trouble must not cost the event.
    }
  };

  return <T extends object>(event: T): T | undefined => {
    try {
      const copy = createWalker({declared, onMask: tell});
      const guarded = copy(event, '', '', '', 0);
      return typeof guarded === 'object' && guarded !== null && isArray(guarded) === isArray(event) ? (guarded as T) : undefined;
    } catch {
      return undefined;
    }
  };
};
