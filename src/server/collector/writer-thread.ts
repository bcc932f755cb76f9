import {parentPort, workerData} from 'node:worker_threads';
import type {EventValues} from './event-values.js';
import {insertGroup, type GroupResult} from './insert-group.js';
import {createRollups} from './rollups/fold.js';
import {openStore} from './store.js';

/** From the server to the thread: a group to write, how many events to count at most, or undefined to close. */
export type WriterRequest = readonly EventValues[] | number | undefined;
/** From the thread to the server, once a request: its result, or undefined if nothing of it is on disk. `ready` comes first. */
export type WriterReply = GroupResult | number | undefined | 'ready';

// Runs in a thread of its own: waiting for the disk does not keep the server from reading and guarding what comes next.
const port = parentPort!;
const store = await openStore((workerData as {db: string}).db);
const rollups = createRollups(store.database);
const answer = (request: readonly EventValues[] | number): WriterReply => {
  try {
    return typeof request === 'number' ? rollups.fold(request) : insertGroup(store.insertValues, request);
  } catch {
    // The server tells the clients, who try again; what is not counted yet is counted the next time.
    return undefined;
  }
};
port.on('message', (request: WriterRequest) => {
  if (request !== undefined) return port.postMessage(answer(request));
  store.close();
  port.close();
});
port.postMessage('ready' satisfies WriterReply);
