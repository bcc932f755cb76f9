import {SetupError} from '../../lib/problems.js';
import {isObject} from './parse-json.js';

/** A feature flag, as its owner wrote it down. */
export interface FlagDefinition {
  readonly key: string;
  /** Percent of visitors who get it, 0 to 100. */
  readonly rollout: number;
  /** Which of several forms a visitor gets; the percentages add up to 100. */
  readonly variants: readonly {readonly key: string; readonly percent: number}[];
  /** What goes along with it, as JSON text: by variant, or under `true`. */
  readonly payloads: Readonly<Record<string, string>>;
}

const isPercent = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 100;
const name = /^[\w.-]{1,200}$/;
const parts = new Set(['rollout', 'variants', 'payloads']);

const readFlag = (key: string, given: unknown): FlagDefinition => {
  const wrong = (what: string) => new SetupError('flags-file', `the flag ${JSON.stringify(key.slice(0, 100))} ${what}`);
  if (!name.test(key)) throw wrong('has a name with other characters than letters, digits, _ . and -');
  const flag = typeof given === 'boolean' ? {rollout: given ? 100 : 0} : given;
  if (!isObject(flag)) throw wrong('is neither true, false nor an object');
  const unknown = Object.keys(flag).find(part => !parts.has(part));
  if (unknown !== undefined) throw wrong('has a part that is none of rollout, variants, payloads');
  const {rollout = 100, variants = {}, payloads = {}} = flag;
  if (!isPercent(rollout)) throw wrong('has a rollout that is not a number from 0 to 100');
  if (!isObject(variants) || !Object.entries(variants).every(([variant, percent]) => name.test(variant) && isPercent(percent)))
    throw wrong('has variants that are not names with a percentage each');
  const shares = Object.entries(variants as Record<string, number>).map(([variant, percent]) => ({key: variant, percent}));
  const sum = shares.reduce((total, {percent}) => total + percent, 0);
  if (shares.length > 0 && Math.abs(sum - 100) > 0.01) throw wrong('has variants whose percentages do not add up to 100');
  if (!isObject(payloads) || !Object.keys(payloads).every(of => of === 'true' || Object.hasOwn(variants, of)))
    throw wrong('has payloads for something else than its variants or "true"');
  const texts = Object.entries(payloads).map(([of, payload]) => [of, JSON.stringify(payload)] as const);
  return {key, rollout, variants: shares, payloads: Object.fromEntries(texts)};
};

/** Reads a flags file: `{"<key>": true | false | {"rollout", "variants", "payloads"}}`. Throws `SetupError` with what is wrong. */
export const readFlagDefinitions = (text: string): readonly FlagDefinition[] => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new SetupError('flags-file', 'the flags file is not JSON');
  }
  if (!isObject(parsed)) throw new SetupError('flags-file', 'the flags are not an object with a flag under each key');
  return Object.entries(parsed).map(([key, flag]) => readFlag(key, flag));
};

/** What `readFlagDefinitions` reads, as an object. */
export type WrittenFlags = Readonly<Record<string, object>>;

/** The flags as their owner writes them, each with all its parts. */
export const asWritten = (flags: readonly FlagDefinition[]): WrittenFlags =>
  Object.fromEntries(
    flags.map(({key, rollout, variants, payloads}) => [
      key,
      {
        rollout,
        ...(variants.length > 0 && {variants: Object.fromEntries(variants.map(variant => [variant.key, variant.percent]))}),
        ...(Object.keys(payloads).length > 0 && {
          payloads: Object.fromEntries(Object.entries(payloads).map(([of, payload]) => [of, JSON.parse(payload) as unknown])),
        }),
      },
    ]),
  );

/** The flags as PostHog's SDKs take them for evaluating on their own (`/flags/definitions`). */
export const asPosthogDefinitions = (flags: readonly FlagDefinition[]): object => ({
  flags: flags.map(({key, rollout, variants, payloads}, index) => ({
    id: index + 1,
    key,
    name: key,
    active: true,
    deleted: false,
    version: 1,
    filters: {
      groups: [{properties: [], rollout_percentage: rollout}],
      payloads,
      ...(variants.length > 0 && {multivariate: {variants: variants.map(({key, percent}) => ({key, rollout_percentage: percent}))}}),
    },
  })),
  group_type_mapping: {},
  cohorts: {},
});
