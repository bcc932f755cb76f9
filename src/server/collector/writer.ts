import {extname} from 'node:path';
import {Worker} from 'node:worker_threads';
import type {EventRow} from './collected-event.js';
import {valuesOf} from './event-values.js';
import {insertGroup, type GroupResult} from './insert-group.js';
import {createRollups, type Rollups} from './rollups/fold.js';
import type {Store} from './store.js';
import type {WriterReply, WriterRequest} from './writer-thread.js';

/** Writes one group after the other. */
export interface Writer {
  /** Resolves once the group is on disk; rejects if nothing of it is. */
  write(rows: readonly EventRow[]): Promise<GroupResult>;
  /** Adds at most `limit` stored events to the counts and resolves with how many there were; rejects if that failed. */
  fold(limit: number): Promise<number>;
  /** Closes the database; nothing may be on its way. */
  close(): Promise<void>;
}

type WriterStore = Pick<Store, 'insert' | 'database'>;

/** Writes in the thread of the caller, for a database in memory, which no other thread can see. */
export const createInlineWriter = (store: WriterStore): Writer => {
  let rollups: Rollups | undefined;
  return {
    write: async rows => insertGroup(store.insert, rows),
    fold: async limit => (rollups ??= createRollups(store.database)).fold(limit),
    close: async () => undefined,
  };
};

/** Makes the writer of a database: in a thread if it is a file. `onInline` hears that the thread does not start, and why (an error code). */
export type OpenWriter = (db: string, store: WriterStore, onInline: (reason: string) => void) => Writer;

export const openWriter: OpenWriter = (db, store, onInline) => {
  const inline = createInlineWriter(store);
  return db === ':memory:' ? inline : createThreadWriter(db, inline, onInline);
};

interface Waiting {
  /** The thread has answered; undefined stands for a failure. */
  settle(reply: WriterReply): void;
  /** The thread cannot even start. */
  runInline(): void;
}

// Source and built files differ in their ending.
const thread = new URL(`./writer-thread${extname(new URL(import.meta.url).pathname)}`, import.meta.url);

/**
 * Writes in a thread with a connection of its own. A thread that dies fails what it had, and the next group starts another; one that cannot
 * even start is replaced by `inline`, after telling so.
 */
export const createThreadWriter = (db: string, inline: Writer, onInline: (reason: string) => void): Writer => {
  let worker: Worker | undefined;
  let ready = false;
  let works = true;
  let waiting: Waiting[] = [];

  const end = (ended: Worker, reason: string) => {
    if (worker !== ended) return;
    worker = undefined;
    const failed = waiting;
    waiting = [];
    if (!ready && works) {
      works = false;
      onInline(reason);
    }
    for (const {settle, runInline} of failed) {
      if (works) settle(undefined);
      else runInline();
    }
  };
  const start = (): Worker => {
    // With an environment of its own, the thread also reads NODE_OPTIONS.
    const started = new Worker(thread, {workerData: {db}, env: process.env});
    started.on('message', (reply: WriterReply) => {
      if (reply === 'ready') ready = true;
      else waiting.shift()?.settle(reply);
    });
    return started
      .on('error', (error: NodeJS.ErrnoException) => end(started, error.code ?? error.name))
      .on('exit', () => end(started, 'exit'));
  };
  const ask = <Reply extends GroupResult | number>(request: () => WriterRequest, runInline: () => Promise<Reply>): Promise<Reply> =>
    works
      ? new Promise((resolve, reject) => {
          worker ??= start();
          waiting.push({
            settle: reply => (reply === undefined ? reject(new Error('the writer thread did not do it')) : resolve(reply as Reply)),
            runInline: () => runInline().then(resolve, reject),
          });
          worker.postMessage(request());
        })
      : runInline();

  return {
    write: rows =>
      ask(
        () => rows.map(valuesOf),
        () => inline.write(rows),
      ),
    fold: limit =>
      ask(
        () => limit,
        () => inline.fold(limit),
      ),
    close: () =>
      new Promise(resolve => {
        if (!worker) return resolve();
        worker.once('exit', () => resolve());
        worker.postMessage(undefined satisfies WriterRequest);
      }),
  };
};
