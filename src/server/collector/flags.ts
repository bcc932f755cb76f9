import {SetupError} from '../../lib/problems.js';
import type {Database} from './database.js';
import {asWritten, readFlagDefinitions, type FlagDefinition, type WrittenFlags} from './flag-definition.js';
import {createFlagsFile} from './flags-file.js';
import type {Log} from './log.js';
import {readState, writeState} from './owner/schema-owner.js';

/** The feature flags of the collector: those of a file, or, without one, those that the owner saves over the admin API. */
export interface Flags {
  /** As of now. */
  list(): readonly FlagDefinition[];
  /** The same as the owner writes them. */
  written(): WrittenFlags;
  readonly source: 'file' | 'database';
  /** Puts all flags in the place of those before, durably. Throws `SetupError` for what are none, and when they come from a file. */
  save(flags: unknown): void;
}

const stateName = 'flags';

export interface FlagsParts {
  readonly file: string | undefined;
  readonly database: Database;
  readonly log: Log;
  readonly now: () => number;
}

/** Throws `SetupError` when there is a file that cannot be read. */
export const createFlags = ({file, database, log, now}: FlagsParts): Flags => {
  if (file !== undefined) {
    const list = createFlagsFile(file, log, now);
    const save = () => {
      throw new SetupError('flags-file', 'the flags come from the file that the collector was started with: change them there');
    };
    return {list, written: () => asWritten(list()), source: 'file', save};
  }
  let flags = readFlagDefinitions(readState(database, stateName) ?? '{}');
  return {
    list: () => flags,
    written: () => asWritten(flags),
    source: 'database',
    save(given) {
      const text = JSON.stringify(given);
      const next = readFlagDefinitions(text);
      writeState(database, stateName, text);
      flags = next;
      log('info', 'saved the flags', {flags: flags.length});
    },
  };
};
