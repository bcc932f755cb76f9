import {readFileSync, statSync} from 'node:fs';
import {SetupError} from '../../lib/problems.js';
import {readFlagDefinitions, type FlagDefinition} from './flag-definition.js';
import type {Log} from './log.js';

const mostBytes = 1024 * 1024;
const checkEveryMs = 1_000;

const read = (file: string): readonly FlagDefinition[] => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new SetupError('flags-file', 'the flags file cannot be read');
  }
  if (text.length > mostBytes) throw new SetupError('flags-file', `the flags file is larger than ${mostBytes} bytes`);
  return readFlagDefinitions(text);
};

const stampOf = (file: string): string => {
  try {
    const {mtimeMs, size, ino} = statSync(file);
    return `${mtimeMs} ${size} ${ino}`;
  } catch {
    // Between two steps of an editor that saves by renaming; reading says the rest.
    return 'missing';
  }
};

/**
 * The flags in a file, read again when it has changed (looked at once a second at most, when somebody asks). A change for the worse is
 * logged, and the last good flags stay. Throws `SetupError` when the first reading fails. Without a file there are no flags.
 */
export const createFlagsFile = (file: string | undefined, log: Log, now: () => number): (() => readonly FlagDefinition[]) => {
  if (file === undefined) return () => [];
  let stamp = stampOf(file);
  let flags = read(file);
  let checked = now();
  return () => {
    const time = now();
    if (Math.abs(time - checked) < checkEveryMs) return flags;
    checked = time;
    const current = stampOf(file);
    if (current === stamp) return flags;
    stamp = current;
    try {
      flags = read(file);
      log('info', 'read the flags file', {flags: flags.length});
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      log('error', 'the flags file is not used as it is now', {reason: error.message});
    }
    return flags;
  };
};
