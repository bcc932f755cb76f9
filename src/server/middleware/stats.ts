/** The account of a middleware: `tracked = delivered + waiting + the sum of dropped`. */
export interface MiddlewareStats {
  readonly tracked: number;
  readonly delivered: number;
  /** In the queue or on the way. */
  readonly waiting: number;
  /** By reason: `overflow`, `too-old`, `rejected`, `guard`, `invalid`, `stopped`. */
  readonly dropped: Readonly<Record<string, number>>;
  /** What never became an event, by reason: `consent`, `excluded`, `sensitive`, `outside` (of a request), `other-category`, `sampled`. */
  readonly skipped: Readonly<Record<string, number>>;
}

/** Counts by reason. */
export interface Tally {
  add(reason: string, count?: number): void;
  all(): Readonly<Record<string, number>>;
}

export const createTally = (): Tally => {
  const counts: Record<string, number> = {};
  return {
    add(reason, count = 1) {
      counts[reason] = (counts[reason] ?? 0) + count;
    },
    all: () => ({...counts}),
  };
};
