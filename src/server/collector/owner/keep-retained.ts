import {readState} from './schema-owner.js';
import type {Database} from '../database.js';
import {dayMs} from '../rollups/schema-rollups.js';
import {retain, type RetainReport, type Retention} from './retain.js';

const firstLookMs = 30_000;
const lookEveryMs = 10 * 60_000;

export interface KeepRetainedParts {
  readonly database: Database;
  readonly retention: Retention;
  readonly now: () => number;
  onDone(report: RetainReport): void;
  onFailure(): void;
}

/** Applies the retention once a day, also across restarts: when it was last applied is in the database. Returns what ends it. */
export const keepRetained = ({database, retention, now, onDone, onFailure}: KeepRetainedParts): (() => void) => {
  let running = false;
  const look = async () => {
    const last = Date.parse(readState(database, 'retained-at') ?? '');
    if (running || now() - last < dayMs) return;
    running = true;
    try {
      onDone(await retain(database, retention, now()));
    } catch {
      onFailure();
    } finally {
      running = false;
    }
  };
  const first = setTimeout(() => void look(), firstLookMs);
  const timer = setInterval(() => void look(), lookEveryMs);
  first.unref();
  timer.unref();
  return () => {
    clearTimeout(first);
    clearInterval(timer);
  };
};
