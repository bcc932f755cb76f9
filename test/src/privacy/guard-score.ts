import {isDeepStrictEqual} from 'node:util';
import {createPiiGuard} from '../../../src/privacy/pii-guard.js';
import type {PiiCase} from '../../fixtures/pii/pii-case.js';

interface Tally {
  leaks: number;
  caught: number;
  parts: number;
  keptParts: number;
  lookAlikes: number;
  spoiled: number;
}

export interface GuardScore {
  /** Leaks of which nothing was left, as a share of all leaks. */
  readonly recall: number;
  /** Leaks caught, as a share of everything that was masked. */
  readonly precision: number;
  /** Harmless parts around leaks that are still there, as a share of all such parts. */
  readonly kept: number;
  readonly groups: ReadonlyMap<string, Readonly<Tally>>;
  readonly misses: readonly string[];
}

/** Runs the guard over labelled cases. */
export const scoreGuard = (cases: readonly PiiCase[]): GuardScore => {
  const guard = createPiiGuard();
  const groups = new Map<string, Tally>();
  const all: Tally = {leaks: 0, caught: 0, parts: 0, keptParts: 0, lookAlikes: 0, spoiled: 0};
  const misses: string[] = [];
  for (const {group, input, gone, kept} of cases) {
    const tally = groups.get(group) ?? {leaks: 0, caught: 0, parts: 0, keptParts: 0, lookAlikes: 0, spoiled: 0};
    groups.set(group, tally);
    const result = guard({event: 'something_done', properties: input});
    const text = JSON.stringify(result) ?? '';
    const plain = text.replaceAll('\\\\', '\\').replaceAll('\\"', '"');
    const count = (what: keyof Tally, by = 1) => {
      tally[what] += by;
      all[what] += by;
    };
    if (gone.length) {
      const left = gone.filter(part => part && (text.includes(part) || plain.includes(part)));
      const lost = kept.filter(part => !plain.includes(part));
      count('leaks');
      if (!left.length) count('caught');
      else misses.push(`LEAK  ${group}: ${JSON.stringify(left)} in ${text}`);
      count('parts', kept.length);
      count('keptParts', kept.length - lost.length);
      if (lost.length) misses.push(`LOST  ${group}: ${JSON.stringify(lost)} from ${text}`);
    } else {
      count('lookAlikes');
      if (!isDeepStrictEqual(result?.properties, input)) {
        count('spoiled');
        misses.push(`SPOILT ${group}: ${JSON.stringify(input)} became ${JSON.stringify(result?.properties)}`);
      }
    }
  }
  return {
    recall: all.caught / all.leaks,
    precision: all.caught / (all.caught + all.spoiled),
    kept: all.keptParts / all.parts,
    groups,
    misses,
  };
};

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/** The score as lines to print: the sum, then every group. */
export const describeScore = (title: string, {recall, precision, kept, groups}: GuardScore): string =>
  [
    `${title}: recall ${percent(recall)}, precision ${percent(precision)}, kept parts ${percent(kept)}`,
    ...[...groups].map(([group, t]) =>
      t.leaks
        ? `  ${group}: ${t.caught}/${t.leaks} caught, ${t.keptParts}/${t.parts} parts kept`
        : `  ${group}: ${t.lookAlikes - t.spoiled}/${t.lookAlikes} untouched`,
    ),
  ].join('\n');
