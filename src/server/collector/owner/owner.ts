import type {Database} from '../database.js';
import {createErase, type EraseOptions, type EraseReport} from './erase.js';
import {backUp, type BackupReport} from './backup.js';
import {exportEvents, ofWholePerson, type ExportFormat} from './export-events.js';
import {createForwardLog} from './forward-state.js';
import {forward, type ForwardParts} from './forward.js';
import type {ForwardState} from './forward-state.js';
import {createBatchSender, type BatchTarget} from './posthog-batch.js';
import {retain, type RetainReport, type Retention} from './retain.js';
import {openTombstones} from './tombstones.js';
import {verify, type VerifyReport} from './verify.js';
import {createFindEvents, type EventFilter} from '../read/find-events.js';

export interface OwnerParts {
  readonly database: Database;
  readonly retention: Retention;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export type ForwardOptions = Pick<ForwardParts, 'project' | 'follow' | 'signal' | 'onProgress'>;

/** What an owner owes the people in the data, and themself; the same for the command line and the admin API. */
export interface Owner {
  erase(id: string, options?: EraseOptions): EraseReport;
  /** With `exact`, a person is only the very id, not its aliases and the anonymous ids that the same person had before. */
  export(filter: EventFilter, format: ExportFormat, options?: EraseOptions): AsyncGenerator<string>;
  retain(): Promise<RetainReport>;
  backUp(to: string): Promise<BackupReport>;
  verify(): Promise<VerifyReport>;
  forward(target: BatchTarget, options: ForwardOptions): Promise<ForwardState>;
}

/** Puts the owner's duties together around one connection to the database. */
export const createOwner = ({database, retention, now}: OwnerParts): Owner => ({
  erase: createErase({database, tombstones: openTombstones(database), now}),
  export: (filter, format, {exact = false} = {}) => exportEvents(database, exact ? filter : ofWholePerson(database, filter), format),
  retain: () => retain(database, retention, now()),
  backUp: to => backUp(database, to),
  verify: () => verify(database),
  forward: (target, options) =>
    forward({
      ...options,
      find: createFindEvents(database),
      // Another project goes to another place, or on its own, so it has a cursor of its own.
      log: createForwardLog(database, JSON.stringify([target.host, target.key, options.project ?? null]), now),
      send: createBatchSender(target),
    }),
});
