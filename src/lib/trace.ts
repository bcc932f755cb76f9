/** What a listener hears, step by step. A line is the JSON of a guarded record, as it is stored; nothing unguarded is ever told. */
export interface TraceSteps {
  /** The page has called `track`, `page`, `identify` or `reset`. The `masked`, `queued` or `dropped` that follow before the next one are about it. */
  tracked: readonly [method: string];
  /** The guard masked a part: where it stood and its class. */
  masked: readonly [part: {readonly path: string; readonly class: string}];
  /** It goes to the disk, unless `dropped` follows at once. `own`: the names of the page's own properties; the others were added. */
  queued: readonly [line: string, own: readonly string[]];
  /** It is lost, by reason. */
  dropped: readonly [reason: string];
  /** These are under way to the lane's provider. */
  sent: readonly [lane: string, lines: readonly string[]];
  /** The provider has not taken them, and they wait: `retry`, `misconfigured`, or the batch goes again in halves (`too-large`, `rejected`). */
  retried: readonly [lane: string, lines: readonly string[], why: string];
  /** These are out of the lane's queue: `delivered`, or the reason why they were dropped. */
  left: readonly [lane: string, lines: readonly string[], verdict: string];
}

/** Hears of every event. For developers' tools: nothing that it does changes what is stored or sent. */
export type Trace = (...told: Told) => void;

/** One step and its details. */
export type Told = {[Step in keyof TraceSteps]: readonly [step: Step, ...TraceSteps[Step]]}[keyof TraceSteps];

const key = Symbol.for('askfirst.trace');

/** The page's listener, found at `globalThis[Symbol.for('askfirst.trace')]`; what it throws stays with it. Undefined, and free of cost, without one. */
export const tracer = (): Trace | undefined => {
  const listener = (globalThis as {[key]?: Trace})[key];
  return (
    listener &&
    ((...told) => {
      try {
        listener(...told);
      } catch {
        // The tool's own trouble: the event goes its way.
      }
    })
  );
};
