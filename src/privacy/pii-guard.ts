import {wordsOf} from './keys.js';
import {createWalker, type OnMask} from './walk.js';

export interface PiiGuardOptions {
  /** Keys (`agent_name`) or paths (`properties.agent_name`) whose values are harmless: they pass as they are. */
  readonly allow?: readonly string[];
  /** Keys or paths whose values are never to leave, whatever they hold; wins over `allow`. */
  readonly forbid?: readonly string[];
  /** Hears of every masked part: where it stood and its class, never the value. */
  readonly onMask?: OnMask;
}

/** Copies an event into fresh plain JSON with everything personal masked; `undefined` if that failed: drop the event. */
export type PiiGuard = <T extends object>(event: T) => T | undefined;

/**
 * The guard between the page and everything that leaves it or is stored: pure, synchronous, never throws, reads each property once.
 * It masks the smallest personal part with a typed placeholder (`[email]`, `[name]`, `[address]`, `[phone]`, `[ip]`, `[account]`, `[id]`, `[secret]`,
 * `[position]`), keeps the rest, and bounds length, depth and size. Names in free text are best effort.
 */
export const createPiiGuard = ({allow, forbid, onMask}: PiiGuardOptions = {}): PiiGuard => {
  const rules = Object.create(null) as Record<string, number>;
  const declare = (names: readonly string[] = [], rule: number) => names.forEach(name => (rules[wordsOf(name)] = rule));
  declare(allow, 1);
  declare(forbid, 2);

  return <T extends object>(event: T): T | undefined => {
    const guarded = createWalker(rules, onMask)(event, 0, '');
    return typeof guarded === 'object' ? ((guarded as T | null) ?? undefined) : undefined;
  };
};
