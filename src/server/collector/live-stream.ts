import type {ServerResponse} from 'node:http';
import {viewEvent} from './event-view.js';
import {limits} from './limits.js';
import {Refusal} from './refusal.js';
import type {Rejection} from './rejections.js';
import type {Store} from './store.js';

/** Everyone who watches. Each watcher has a place in the database and is fed from there at its own pace, so a slow one costs no memory. */
export interface LiveStream {
  /** Starts a server-sent event stream after the event `after`, or with the next one; throws a 503 `Refusal` when too many watch. */
  open(response: ServerResponse, after: number | undefined): void;
  /** Tells all watchers that the store has news. */
  wake(): void;
  /** Tells all watchers about a refusal, as an event named `rejected`; the slow ones miss it. */
  reject(rejection: Rejection): void;
  /** Ends all streams. */
  close(): void;
}

interface Watcher {
  readonly response: ServerResponse;
  last: number;
}

const pageLength = 100;
const heartbeatMs = 15_000;

export const createLiveStream = (store: Store): LiveStream => {
  const watchers = new Set<Watcher>();
  let woken = false;

  const next = ({last}: Watcher) => {
    try {
      return store.after(last, pageLength);
    } catch {
      // The database is held by somebody else: the watcher comes back and goes on where it was.
      return undefined;
    }
  };
  const feed = (watcher: Watcher) => {
    const {response} = watcher;
    while (!response.destroyed && !response.writableNeedDrain) {
      const events = next(watcher);
      if (!events) return void response.destroy();
      for (const event of events) response.write(`id: ${event.id}\nevent: stored\ndata: ${JSON.stringify(viewEvent(event))}\n\n`);
      watcher.last = events.at(-1)?.id ?? watcher.last;
      if (events.length < pageLength) return;
    }
  };
  const heartbeat = setInterval(() => {
    for (const {response} of watchers) if (!response.writableNeedDrain) response.write(': still here\n\n');
  }, heartbeatMs);
  heartbeat.unref();

  return {
    open(response, after) {
      if (watchers.size >= limits.liveClients) throw new Refusal(503, 'too many are watching', 30);
      const watcher = {response, last: after ?? store.lastId()};
      watchers.add(watcher);
      response.on('close', () => watchers.delete(watcher)).on('drain', () => feed(watcher));
      response.writeHead(200, {'Content-Type': 'text/event-stream; charset=utf-8'});
      response.write('retry: 1000\n\n');
      feed(watcher);
    },
    wake() {
      if (woken) return;
      woken = true;
      setImmediate(() => {
        woken = false;
        for (const watcher of watchers) feed(watcher);
      });
    },
    reject(rejection) {
      const message = `event: rejected\ndata: ${JSON.stringify(rejection)}\n\n`;
      for (const {response} of watchers) if (!response.writableNeedDrain) response.write(message);
    },
    close() {
      clearInterval(heartbeat);
      for (const {response} of watchers) response.end();
    },
  };
};
