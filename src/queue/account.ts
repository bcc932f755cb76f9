import type {AnalyticsStats, Problem} from '../types.js';

/** What became of a record: `delivered`, or the reason why it was dropped. */
export type Verdict = 'delivered' | (string & {});

/** Every record that came in is found here again: tracked = delivered + waiting + the sum of dropped. */
export interface Account {
  track(): void;
  /** `recovered`: the record is another tab's. A negative count takes a booking back. */
  settle(verdict: Verdict, count: number, recovered?: boolean): void;
  resend(count: number): void;
  stats(waiting: number): AnalyticsStats;
}

/** Losses by the visitor's or the owner's own wish. */
export const wanted = (verdict: Verdict): boolean => verdict === 'withdrawn' || verdict === 'provider-removed';

/** Counts, by verdict. */
export type Sheet = Record<string, number>;

const sheet = (): Sheet => Object.create(null) as Sheet;
const split = ({delivered = 0, ...dropped}: Sheet) => ({delivered, dropped});

export const add = (to: Sheet, verdict: Verdict, count: number): void => {
  to[verdict] = (to[verdict] ?? 0) + count;
};

export const createAccount = (onProblem: (problem: Problem) => void): Account => {
  const own = sheet();
  const recovered = sheet();
  const told = new Set<Verdict>();
  let tracked = 0;
  let resent = 0;

  return {
    track: () => void tracked++,
    settle(verdict, count, foreign) {
      if (!count) return;
      add(foreign ? recovered : own, verdict, count);
      if (verdict === 'delivered') return told.clear();
      if (wanted(verdict) || told.has(verdict)) return;
      told.add(verdict);
      onProblem({code: `dropped-${verdict}`, message: `events are being dropped: ${verdict}; stats() counts them`});
    },
    resend: count => void (resent += count),
    stats: waiting => ({tracked, waiting, ...split(own), recovered: split(recovered), resent}),
  };
};
