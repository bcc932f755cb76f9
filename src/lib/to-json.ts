import type {PropertyValue} from '../types.js';

/** Plain data; members that are undefined are left out. */
export type Plain = PropertyValue | undefined | readonly Plain[] | {readonly [key: string]: Plain};

/**
 * JSON of plain data. Unlike `JSON.stringify` it asks no `toJSON` (old libraries add one to `Array.prototype` that quotes arrays twice),
 * and writes lone surrogates as U+FFFD, since strict parsers refuse a whole batch for one.
 */
export const toJson = (value: Plain): string => {
  if (typeof value === 'string') return JSON.stringify(value.replace(/\p{Surrogate}/gu, '\ufffd'));
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  if (Array.isArray(value)) return `[${value.map(toJson).join()}]`;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members.map(([key, member]) => `${toJson(key)}:${toJson(member)}`).join()}}`;
};
