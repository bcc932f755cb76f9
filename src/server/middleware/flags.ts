import type {Problem} from '../../types.js';
import type {Visitor} from './exchange.js';

/** The part of a posthog-node client (5.60 and later) that flags need. */
export interface FlagsClient {
  evaluateFlags(distinctId: string, options?: FlagsOptions): Promise<EvaluatedFlags>;
  /** What is asked within goes along with the events that the client makes of it. */
  withContext?<T>(data: {sessionId?: string; properties?: Record<string, unknown>}, work: () => T, options?: {fresh?: boolean}): T;
}

/** What posthog-node answers with. */
export interface EvaluatedFlags {
  isEnabled(key: string, options?: {defaultValue?: boolean; sendFeatureFlagEvents?: boolean}): boolean;
  getFlag(key: string, options?: {sendFeatureFlagEvents?: boolean}): string | boolean | undefined;
  getFlagPayload(key: string): unknown;
  readonly keys: string[];
}

/** Handed to posthog-node's `evaluateFlags`. */
export interface FlagsOptions {
  readonly flagKeys?: string[];
  readonly personProperties?: Record<string, string>;
  readonly groups?: Record<string, string>;
  readonly onlyEvaluateLocally?: boolean;
  readonly disableGeoip?: boolean;
}

/** The flags of one visitor at one moment. */
export interface Flags {
  /** Whether they were evaluated for this visitor; otherwise for nobody in particular. */
  readonly known: boolean;
  isEnabled(key: string, defaultValue?: boolean): boolean;
  getFlag(key: string): string | boolean | undefined;
  getFlagPayload(key: string): unknown;
  readonly keys: readonly string[];
}

const none: Flags = {
  known: false,
  isEnabled: (_, defaultValue = false) => defaultValue,
  getFlag: () => undefined,
  getFlagPayload: () => undefined,
  keys: [],
};

/** All visitors without consent share it: nobody can be told apart by it. */
const nobody = 'askfirst-nobody';

/**
 * The flags by posthog-node's `evaluateFlags`. With consent and an id they are the visitor's. Without, they are nobody's: evaluated on this machine
 * only, from the definitions that the client holds, and nothing is told to PostHog. Never rejects: in trouble all flags are at their defaults.
 * @param isSilent Whether no event may be made of it: on sensitive routes.
 */
export const evaluateFlags = async (
  client: FlagsClient | undefined,
  visitor: Visitor | undefined,
  options: FlagsOptions,
  onProblem: (problem: Problem) => void,
  isSilent = false,
): Promise<Flags> => {
  const id = visitor?.consent === 'granted' ? visitor.distinctId : undefined;
  const told = isSilent || id === undefined ? {sendFeatureFlagEvents: false} : {};
  /** The client tells of each flag that is asked for: of this visitor, and by no more than any other event of the request. */
  const within = <T>(work: () => T): T => {
    if (!client?.withContext) return work();
    const properties = {source: 'backend', ...(visitor?.isIdentified ? {} : {$process_person_profile: false})};
    return client.withContext({...(visitor?.sessionId && {sessionId: visitor.sessionId}), properties}, work, {fresh: true});
  };
  try {
    // What is known of a person does not go along without the person's leave.
    const asked = id === undefined ? {...(options.flagKeys && {flagKeys: options.flagKeys}), onlyEvaluateLocally: true} : options;
    const flags = await within(() => client?.evaluateFlags(id ?? nobody, {...asked, disableGeoip: true}));
    if (!flags) return none;
    return {
      known: id !== undefined,
      isEnabled: (key, defaultValue = false) => within(() => flags.isEnabled(key, {...told, defaultValue})),
      getFlag: key => within(() => flags.getFlag(key, told)),
      getFlagPayload: key => flags.getFlagPayload(key),
      keys: flags.keys,
    };
  } catch {
    onProblem({code: 'flags-failed', message: 'the feature flags could not be evaluated: all are at their defaults'});
    return none;
  }
};
