import {toJson} from '../lib/to-json.js';
import type {ProviderFlags, ProviderHost, ProviderIdentity} from '../provider-types.js';
import type {FlagValue} from '../types.js';

export interface PostHogFlags extends ProviderFlags {
  /** Asks anew if the visitor is another one than when it asked last. Never rejects. */
  refresh(): Promise<void>;
  /** What `flag` says, without asking anew or telling that the visitor was exposed. */
  peek(key: string): FlagValue | undefined;
  stop(): void;
}

export interface PostHogFlagsParts {
  readonly endpoint: string;
  readonly apiKey: string;
  readonly host: ProviderHost;
  /** What the flags say until an answer has come, and where none comes: known by the page's server, for example. */
  readonly bootstrap: Readonly<Record<string, FlagValue>>;
}

const isFlagValue = (value: unknown): value is FlagValue => typeof value === 'boolean' || (typeof value === 'string' && value !== '');

const readFlags = (reply: string): Map<string, FlagValue> => {
  const {flags} = JSON.parse(reply) as {flags?: Readonly<Record<string, {enabled?: unknown; variant?: unknown} | null>>};
  const read = new Map<string, FlagValue>();
  for (const [key, flag] of Object.entries(flags ?? {})) {
    const value = flag?.enabled === true ? (flag.variant ?? true) : false;
    if (isFlagValue(value)) read.set(key, value);
  }
  return read;
};

/**
 * PostHog's feature flags without its SDK: one `POST {api-host}/flags/?v=2` when it starts and when the visitor is another one.
 * Nothing is stored. What a page asks for is told as `$feature_flag_called`, once per flag and answer.
 */
export const createPostHogFlags = ({endpoint, apiKey, host, bootstrap}: PostHogFlagsParts): PostHogFlags => {
  const known = () => new Map(Object.entries(bootstrap).filter(([, value]) => isFlagValue(value)));
  let flags = known();
  let about: ProviderIdentity | undefined;
  const listeners = new Set<() => void>();
  const told = new Set<string>();
  const control = new AbortController();

  const tell = () => {
    for (const listener of [...listeners])
      try {
        listener();
      } catch (error) {
        // The page's own fault: it sees it, and the other listeners hear of the flags all the same.
        globalThis.reportError?.(error);
      }
  };

  const refresh = async () => {
    const mine = host.identity();
    const {distinctId, anonymousId} = mine;
    if (about?.distinctId === distinctId || control.signal.aborted) return;
    // What is said of one person holds for nobody else; an anonymous visitor who becomes known is the same person.
    if (about && about.userId !== null) flags = known();
    about = mine;
    try {
      const reply = await host.post(
        `${endpoint}/flags/?v=2`,
        toJson({token: apiKey, distinct_id: distinctId, $anon_distinct_id: anonymousId, geoip_disable: true}),
        {signal: control.signal, keepalive: false},
      );
      const fresh = readFlags(reply);
      if (about !== mine || control.signal.aborted) return;
      flags = fresh;
      told.clear();
      tell();
    } catch {
      if (control.signal.aborted) return;
      if (about === mine) about = undefined;
      host.warn('flags-failed', 'feature flags could not be fetched: what was known stays');
    }
  };

  return {
    refresh,
    flag(key) {
      void refresh();
      const value = flags.get(key);
      const exposure = `${key}=${String(value)}`;
      if (value !== undefined && !told.has(exposure)) {
        told.add(exposure);
        host.capture('$feature_flag_called', {$feature_flag: key, $feature_flag_response: value});
      }
      return value;
    },
    peek: key => flags.get(key),
    onFlags(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      control.abort();
      listeners.clear();
    },
  };
};
