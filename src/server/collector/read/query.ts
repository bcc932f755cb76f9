import {Refusal} from '../refusal.js';
import {dayMs} from '../rollups/schema-rollups.js';

/** The number under this name; undefined when it is not there. Throws a 400 `Refusal` for what is no whole number. */
export const wholeNumber = (value: string | null | undefined, name: string): number | undefined => {
  if (value === null || value === undefined || value === '') return undefined;
  if (!/^\d{1,15}$/.test(value)) throw new Refusal(400, `${name} is not a whole number`);
  return Number(value);
};

/** Between 1 and `most`. */
export const limitOf = (query: URLSearchParams, usual: number, most: number): number =>
  Math.min(most, Math.max(1, wholeNumber(query.get('limit'), 'limit') ?? usual));

/** The text under this name; undefined when it is not there or empty. */
export const textOf = (query: URLSearchParams, name: string): string | undefined => query.get(name) || undefined;

/** One of the words that are allowed; the first when nothing is said. Throws a 400 `Refusal` for another. */
export const wordOf = <Word extends string>(query: URLSearchParams, name: string, words: readonly [Word, ...Word[]]): Word => {
  const said = query.get(name) ?? words[0];
  const word = words.find(candidate => candidate === said);
  if (word === undefined) throw new Refusal(400, `${name} is one of ${words.join(', ')}`);
  return word;
};

const moment = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z)?$/;

/** A day (UTC, `2026-11-22`) or a moment (`2026-11-22T12:00:00Z`) in epoch ms; `end` asks for the end of a day. Throws a 400 `Refusal`. */
export const timeOf = (query: URLSearchParams, name: string, end = false): number | undefined => {
  const said = query.get(name);
  if (!said) return undefined;
  const time = moment.test(said) ? Date.parse(said) : NaN;
  // `Date.parse` takes the 30th of February for the 2nd of March.
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== said.slice(0, 10))
    throw new Refusal(400, `${name} is neither a day such as 2026-11-22 nor a moment such as 2026-11-22T12:00:00Z (UTC)`);
  return end && said.length === 10 ? time + dayMs : time;
};

const usualDays = 30;
const mostDays = 3_660;

/** `from` and `to` as days (UTC) from 1970-01-01, both included; the last 30 days when nothing is said. Throws a 400 `Refusal`. */
export const daysOf = (query: URLSearchParams, now: number): {readonly from: number; readonly to: number} => {
  const day = (name: string) => {
    const time = timeOf(query, name);
    return time === undefined ? undefined : Math.floor(time / dayMs);
  };
  const to = day('to') ?? Math.floor(now / dayMs);
  const from = day('from') ?? to - (usualDays - 1);
  if (from > to) throw new Refusal(400, 'from is after to');
  if (to - from > mostDays) throw new Refusal(400, `at most ${mostDays} days at once`);
  return {from, to};
};

/** A day as it is written. */
export const dayText = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);
