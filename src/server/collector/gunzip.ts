import {gunzip as inflate} from 'node:zlib';
import {promisify} from 'node:util';
import type {MemoryLease} from './memory-budget.js';
import {Refusal} from './refusal.js';

const inflateAsync = promisify<Buffer, {maxOutputLength: number}, Buffer>(inflate);

/** Deflate cannot shrink anything further than this (zlib's own figure, rounded up). */
const maxRatio = 1_040;

/** Whether the bytes say that they are gzip, whatever the headers say. */
export const isGzip = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 0x08;

let last: Promise<unknown> = Promise.resolve();

/** One after the other, so that only one worst case at a time has to fit into the budget. */
const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
  const mine = last.then(work);
  // The next one's turn comes also after a failure, which is its own request's to tell.
  last = mine.catch(() => undefined);
  return mine;
};

/**
 * Decompresses to at most `maxBytes`; rejects with a `Refusal`: 413 beyond it, 400 for damaged data.
 * The worst case is reserved before the work starts, so many bombs at once cannot outgrow the budget.
 */
export const gunzip = (bytes: Buffer, maxBytes: number, lease: MemoryLease): Promise<Buffer> =>
  inTurn(async () => {
    const worstCase = Math.min(maxBytes, bytes.length * maxRatio);
    lease.take(worstCase);
    try {
      const plain = await inflateAsync(bytes, {maxOutputLength: maxBytes});
      lease.give(worstCase - plain.length);
      return plain;
    } catch (error) {
      if ((error as {code?: string}).code === 'ERR_BUFFER_TOO_LARGE')
        throw new Refusal(413, `the body is larger than ${maxBytes} bytes when decompressed`);
      throw new Refusal(400, 'failed to decode request: damaged gzip');
    }
  });
