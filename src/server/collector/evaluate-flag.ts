import {createHash} from 'node:crypto';
import type {FlagDefinition} from './flag-definition.js';

export interface FlagResult {
  readonly key: string;
  readonly enabled: boolean;
  readonly variant: string | null;
  /** JSON text. */
  readonly payload: string | null;
}

/** The largest number of 15 hex digits, which a double rounds to this. */
const scale = 2 ** 60;

/** Where a visitor stands between 0 and 1: PostHog's own rule, the first 15 hex digits of `sha1(key.distinct_id + salt)`. */
const place = (key: string, distinctId: string, salt: string): number =>
  Number.parseInt(createHash('sha1').update(`${key}.${distinctId}${salt}`).digest('hex').slice(0, 15), 16) / scale;

const variantOf = ({key, variants}: FlagDefinition, distinctId: string): string | null => {
  const mine = place(key, distinctId, 'variant');
  let start = 0;
  for (const variant of variants) {
    const end = start + variant.percent / 100;
    if (mine >= start && mine < end) return variant.key;
    start = end;
  }
  return null;
};

/** Whether a visitor gets a flag, and which variant: the same for the same id each time, and the same as PostHog would say. */
export const evaluateFlag = (flag: FlagDefinition, distinctId: string): FlagResult => {
  const {key, rollout, payloads} = flag;
  const enabled = rollout === 100 || place(key, distinctId, '') <= rollout / 100;
  const variant = enabled ? variantOf(flag, distinctId) : null;
  const payload = variant ?? 'true';
  return {key, enabled, variant, payload: enabled && Object.hasOwn(payloads, payload) ? payloads[payload]! : null};
};
