import {parentPort, workerData} from 'node:worker_threads';
import {rowsOf, type EventValues} from './event-values.js';
import {insertGroup, type GroupResult} from './insert-group.js';
import {openStore} from './store.js';

/** From the server to the thread: a group to write, or undefined to close. */
export type WriterRequest = EventValues | undefined;
/** From the thread to the server, once a group: its result, or undefined if nothing of it is on disk. `ready` comes first. */
export type WriterReply = GroupResult | undefined | 'ready';

// Runs in a thread of its own: waiting for the disk does not keep the server from reading and guarding what comes next.
const port = parentPort!;
const store = await openStore((workerData as {db: string}).db);
const write = (values: EventValues): GroupResult | undefined => {
  try {
    return insertGroup(store.insert, rowsOf(values));
  } catch {
    // The server tells the clients, who try again.
    return undefined;
  }
};
port.on('message', (values: WriterRequest) => {
  if (values) return port.postMessage(write(values) satisfies WriterReply);
  store.close();
  port.close();
});
port.postMessage('ready' satisfies WriterReply);
