import type {Clock} from '../../src/lib/clock.js';

interface Timer {
  readonly at: number;
  readonly callback: () => void;
  readonly alive: () => boolean;
}

/** Time that passes only when told to. `view` gives each tab a clock that dies with it. */
export class FakeClock {
  #elapsed = 1000;
  /** Epoch ms at elapsed 0; change it to make the machine's clock jump. */
  epoch = Date.UTC(2026, 10, 22);
  readonly #timers = new Set<Timer>();
  /** Turns of the event loop after each timer: more where real asynchronous parts (IndexedDB) are in play. */
  turns = 1;

  view(alive: () => boolean = () => true): Clock {
    return {
      now: () => this.epoch + this.#elapsed,
      monotonic: () => this.#elapsed,
      setTimeout: (callback, ms) => {
        const timer = {at: this.#elapsed + Math.max(0, ms), callback, alive};
        this.#timers.add(timer);
        return timer;
      },
      clearTimeout: timer => void this.#timers.delete(timer as Timer),
    };
  }

  /** Resolves once everything that is due within `ms` has run. */
  async advance(ms: number): Promise<void> {
    const until = this.#elapsed + ms;
    await this.settle();
    for (;;) {
      let next: Timer | undefined;
      for (const timer of this.#timers) if (timer.at <= until && (!next || timer.at < next.at)) next = timer;
      if (!next) break;
      this.#timers.delete(next);
      this.#elapsed = Math.max(this.#elapsed, next.at);
      if (!next.alive()) continue;
      next.callback();
      await this.settle();
    }
    this.#elapsed = until;
  }

  /** Lets promises and other real asynchronous work go on without time passing. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < this.turns; turn++) await new Promise(resolve => setImmediate(resolve));
  }
}
