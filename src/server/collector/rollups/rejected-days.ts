import type {Database} from '../database.js';
import type {Rejection, Rejections} from '../rejections.js';
import {inTransaction} from './in-transaction.js';
import {dayMs} from './schema-rollups.js';

/** What was refused on one day, for one reason. */
export interface RejectedDay {
  /** Days (UTC) from 1970-01-01. */
  readonly day: number;
  readonly route: string;
  readonly status: number;
  readonly reason: string;
  readonly requests: number;
  readonly events: number;
}

export interface RejectedDays {
  /** Writes what has been counted in memory; it may throw, and then nothing is lost. */
  save(): void;
  between(from: number, to: number): RejectedDay[];
  stop(): void;
}

const saveEveryMs = 5_000;
/** Different routes and reasons; both are a fixed set of words, so this is a bound that is never met. */
const mostKinds = 1_000;

/** Keeps the counts of what was refused, per day and reason, in the database: written every few seconds, as a flood must not cost commits. */
export const createRejectedDays = (database: Database, rejections: Rejections): RejectedDays => {
  const waiting = new Map<string, RejectedDay>();
  const add = database.prepare(`INSERT INTO rejected_daily (day, route, status, reason, requests, events) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET requests = requests + excluded.requests, events = events + excluded.events`);
  const find = database.prepare('SELECT * FROM rejected_daily WHERE day BETWEEN ? AND ? ORDER BY day DESC, requests DESC');

  const note = ({time, route, status, reason, events}: Rejection) => {
    const day = Math.floor(Date.parse(time) / dayMs);
    const key = JSON.stringify([day, route, status, reason]);
    const before = waiting.get(key);
    if (!before && waiting.size >= mostKinds) return;
    waiting.set(key, {day, route, status, reason, requests: (before?.requests ?? 0) + 1, events: (before?.events ?? 0) + events});
  };
  const save = () => {
    if (waiting.size === 0) return;
    inTransaction(database, () => {
      for (const {day, route, status, reason, requests, events} of waiting.values()) add.run(day, route, status, reason, requests, events);
    });
    waiting.clear();
  };
  const unsubscribe = rejections.subscribe(note);
  const timer = setInterval(() => {
    try {
      save();
    } catch {
      // The database is busy or full: the counts wait for the next time.
    }
  }, saveEveryMs);
  timer.unref();

  return {
    save,
    between(from, to) {
      save();
      return find.all(from, to) as RejectedDay[];
    },
    stop() {
      unsubscribe();
      clearInterval(timer);
      save();
    },
  };
};
