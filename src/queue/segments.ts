/** One stored piece of a lane's queue: records of one task. Its key tells all but the records. */
export interface Segment {
  readonly key: string;
  /** Epoch ms at which it was written. */
  readonly time: number;
  /** The tab that wrote it. */
  readonly tab: string;
  /** 0 goes first when there is no room. */
  readonly level: number;
  /** Records, and characters of key and text, as first written. */
  readonly count: number;
  readonly size: number;
}

const shape = /([0-9a-z]{9})-([0-9a-z]{8})-[0-9a-z]{5}-([01])-([0-9a-z]+)-([0-9a-z]+)$/;
const base36 = (value: number, width = 0) =>
  Math.min(36 ** 9 - 1, Math.max(0, Math.floor(value) || 0))
    .toString(36)
    .padStart(width, '0');

/** Sorted as strings, the keys of a lane stand in the order of their times; within a tab, in the order of their making. */
export const segmentKey = (
  start: string,
  time: number,
  tab: string,
  sequence: number,
  level: number,
  count: number,
  size: number,
): string => `${start}${base36(time, 9)}-${tab}-${base36(sequence, 5)}-${level}-${base36(count)}-${base36(size)}`;

/** Whether this tab has made the key. */
export const writtenBy = (tab: string, key: string, start: string): boolean => key.startsWith(`${tab}-`, start.length + 10);

/** Undefined for a key that we have not made. */
export const parseSegment = (key: string, start: string): Segment | undefined => {
  const [all, time, tab, level, count, size] = shape.exec(key) ?? [];
  if (!all || key.length !== start.length + all.length) return undefined;
  const number = (text: string | undefined) => parseInt(text!, 36);
  return {key, time: number(time), tab: tab!, level: +level!, count: number(count), size: number(size)};
};
