import {isUuidv7} from '../../lib/uuid.js';
import {isPseudonym} from '../../privacy/is-pseudonym.js';
import type {RequestFacts} from './exchange.js';

export interface Identity {
  readonly distinctId: string | undefined;
  readonly sessionId: string | undefined;
  /** Whether the application has named the visitor itself. */
  readonly isIdentified: boolean;
}

/** The widget's own ids are known at once. A row number is what an account is called in the database, and no pseudonym. */
const isServerPseudonym = (value: unknown): value is string => isUuidv7(value) || (isPseudonym(value) && !/^\d+$/.test(value));

/**
 * Who makes the request, to be asked only after a grant: what `identify` says, else the pseudonym in the widget's header. Both must be
 * pseudonyms; `onRefused` hears when the application gave something else, and there is then no id at all.
 */
export const readIdentity = (
  request: RequestFacts,
  identify: ((request: RequestFacts) => string | undefined) | undefined,
  onRefused: () => void,
): Identity => {
  const session = request.header('x-posthog-session-id');
  const sessionId = isUuidv7(session) ? session : undefined;
  let said: unknown;
  try {
    said = identify?.(request);
  } catch {
    onRefused();
    return {distinctId: undefined, sessionId, isIdentified: false};
  }
  if (said !== undefined && said !== null && !isServerPseudonym(said)) {
    onRefused();
    return {distinctId: undefined, sessionId, isIdentified: false};
  }
  const heard = said ?? request.header('x-posthog-distinct-id');
  const isIdentified = said !== undefined && said !== null;
  return {distinctId: isServerPseudonym(heard) ? heard : undefined, sessionId, isIdentified};
};
