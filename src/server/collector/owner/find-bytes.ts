import {existsSync, openSync, closeSync, readSync} from 'node:fs';

const chunkLength = 4 * 1024 * 1024;

const fileHas = (file: string, needles: readonly Buffer[]): boolean => {
  const overlap = Math.max(...needles.map(needle => needle.length)) - 1;
  const buffer = Buffer.allocUnsafe(chunkLength + overlap);
  const handle = openSync(file, 'r');
  try {
    let kept = 0;
    for (;;) {
      const read = readSync(handle, buffer, kept, chunkLength, null);
      if (read === 0) return false;
      const filled = buffer.subarray(0, kept + read);
      if (needles.some(needle => filled.includes(needle))) return true;
      kept = Math.min(overlap, filled.length);
      filled.copy(buffer, 0, filled.length - kept);
    }
  } finally {
    closeSync(handle);
  }
};

/**
 * The files of a database in which one of these texts stands, as it is or as JSON writes it: the main file, the WAL, and a journal.
 * Never call it in a process that has the database open: closing a file lets go of all locks that the process has on it, SQLite's too
 * (https://sqlite.org/howtocorrupt.html, 2.2).
 */
export const findBytes = (database: string, texts: readonly string[]): string[] => {
  const needles = [...new Set(texts.flatMap(text => [text, JSON.stringify(text).slice(1, -1)]))].map(text => Buffer.from(text));
  return ['', '-wal', '-journal'].map(end => database + end).filter(file => existsSync(file) && fileHas(file, needles));
};
