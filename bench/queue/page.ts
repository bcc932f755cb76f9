/** What runs in the page of one contender: each event, and each bare write that it is compared with, is timed in a task of its own. */

/** Milliseconds of one event: of the call itself, and of the whole task with its microtasks. */
export interface Cost {
  readonly call: number;
  readonly task: number;
}

/** Lengths of key and value in characters. */
export interface Entry {
  readonly key: number;
  readonly value: number;
}

export interface Bench {
  /** Tracks that many events, so many in each task. Resolves with how many it managed in `limitMs`. */
  fill(count: number, limitMs: number, together?: number): Promise<number>;
  /** Tracks that many events, each followed by a bare write and by an empty task, and returns the cost of all three. */
  apart(count: number): Promise<{readonly event: Cost[]; readonly bare: Cost[]; readonly empty: Cost[]}>;
  /** That many events in one task, or as many as it manages in `limitMs`; and before, as many bare writes. */
  burst(count: number, limitMs: number): Promise<{readonly event: Cost; readonly bare: Cost; readonly tracked: number}>;
  /** What a bare write writes: as much as askfirst does for one event. */
  setEntry(entry: Entry): void;
  /** The entry of the newest key under a prefix. */
  newest(prefix: string): Entry;
  /** Events that the contender has not yet delivered; undefined where it does not say. */
  waiting(): number | undefined;
}

/** What a contender is to the page. */
export interface Contender {
  readonly track: (serial: number) => void;
  readonly waiting?: () => number;
}

declare global {
  interface Window {
    bench: Bench;
  }
}

/** The event that every contender tracks. */
export const name = 'message_sent';
export const properties = (serial: number) => ({
  chat_id: '018f3c2e-7b1a-7c3d-9e4f-1234567890ab',
  agent_id: 'agent_greta',
  message_length_chars: serial % 1000,
  has_attachments: false,
});

const pass = new MessageChannel();
let next: (() => void) | undefined;
pass.port1.onmessage = () => next?.();

/** Resolves in a new task, at once. */
const task = () =>
  new Promise<void>(resolve => {
    next = resolve;
    pass.port2.postMessage(null);
  });

/** Resolves when what others have queued has had its turn. */
const pause = () => new Promise(resolve => setTimeout(resolve, 1));

const quietMs = 20;
const quiet = () => new Promise(resolve => setTimeout(resolve, quietMs));

const time = async (work: () => void): Promise<Cost> => {
  await task();
  const over = task();
  const start = performance.now();
  work();
  const call = performance.now() - start;
  await over;
  return {call, task: performance.now() - start};
};

/** Makes the page one contender's; `window.bench` is there when it is ready. */
export const contend = async (open: () => Contender | Promise<Contender>): Promise<void> => {
  let serial = 0;
  let written = 0;
  let entry: Entry = {key: 60, value: 800};
  const bareKey = () => `bare${String(written++).padStart(entry.key - 4, '0')}`;
  const bareValue = () => String(written).padEnd(entry.value, 'x');

  const {track, waiting} = await open();

  const bareBurst = async (count: number) => {
    const entries = Array.from({length: count}, () => [bareKey(), bareValue()] as const);
    const cost = await time(() => {
      for (const [key, value] of entries) localStorage.setItem(key, value);
    });
    for (const [key] of entries) localStorage.removeItem(key);
    await pause();
    return cost;
  };

  const keys = (prefix: string) => Object.keys(localStorage).filter(key => key.startsWith(prefix));

  window.bench = {
    async fill(count, limitMs, together = 1) {
      const end = performance.now() + limitMs;
      let filled = 0;
      while (filled < count && performance.now() < end) {
        if (filled % together === 0) await task();
        track(serial++);
        filled++;
      }
      return filled;
    },
    async apart(count) {
      const costs = {event: [] as Cost[], bare: [] as Cost[], empty: [] as Cost[]};
      for (let i = 0; i < count; i++) {
        // What an event leaves to be done would keep the browser awake for the bare write, which is cheaper then.
        await quiet();
        costs.event.push(await time(() => track(serial++)));
        await quiet();
        costs.bare.push(await bareBurst(1));
        costs.empty.push(await time(() => {}));
      }
      return costs;
    },
    async burst(count, limitMs) {
      const bare = await bareBurst(count);
      let tracked = 0;
      const event = await time(() => {
        const end = performance.now() + limitMs;
        for (; tracked < count && performance.now() < end; tracked++) track(serial++);
      });
      return {event, bare, tracked};
    },
    setEntry: next => void (entry = next),
    newest(prefix) {
      const key = keys(prefix).sort().at(-1)!;
      return {key: key.length, value: localStorage.getItem(key)!.length};
    },
    waiting: () => waiting?.(),
  };
};
