import {canonicalJson} from './canonical-json.js';
import {sha256} from './receipt.js';
import type {SealedReceipt} from './receipt.js';

export interface ReceiptsVerdict {
  readonly valid: boolean;
  /** The receipts, where all is well. */
  readonly receipts: readonly SealedReceipt[];
  /** Whether the chain begins with a first receipt, and not in the middle: a browser keeps only the newest. */
  readonly complete: boolean;
  /** What is wrong, and with which receipt (from 0; -1: with the whole). */
  readonly problem: {readonly index: number; readonly reason: string} | null;
}

const hex = /^[0-9a-f]{64}$/;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const longest = 1_000_000;

type Shape = Readonly<Record<string, (value: unknown) => boolean>>;

const text = (limit: number) => (value: unknown) => typeof value === 'string' && value.length <= limit;
const matching = (pattern: RegExp) => (value: unknown) => typeof value === 'string' && pattern.test(value);
const flag = (value: unknown) => typeof value === 'boolean';
const orNull = (check: (value: unknown) => boolean) => (value: unknown) => value === null || check(value);
const listOf = (limit: number, check: (value: unknown) => boolean) => (value: unknown) =>
  Array.isArray(value) && value.length <= limit && value.every(check);
const fits = (shape: Shape) => (value: unknown) =>
  typeof value === 'object' &&
  value !== null &&
  Object.keys(value).length === Object.keys(shape).length &&
  Object.entries(shape).every(([key, check]) => Object.hasOwn(value, key) && check((value as Record<string, unknown>)[key]));

const isTime = (value: unknown) => matching(time)(value) && !Number.isNaN(Date.parse(value as string));

const shape: Shape = {
  v: value => value === 1,
  id: matching(uuid),
  previous: orNull(matching(hex)),
  time: isTime,
  site: text(300),
  policy: text(200),
  library: text(100),
  method: matching(/^[a-z][a-z-]{0,31}$/),
  shown: orNull(fits({layout: text(100), locale: text(64), texts: matching(hex)})),
  categories: listOf(100, fits({id: text(32), granted: flag, providers: listOf(50, text(100))})),
  reset: flag,
  hash: matching(hex),
};

/** Whether it is a sealed receipt of exactly this format, with no field more or less; says nothing about its hash. */
export const isSealedReceipt: (value: unknown) => value is SealedReceipt = fits(shape) as (value: unknown) => value is SealedReceipt;

/** Whether the hash is that of the receipt. */
export const verifyReceipt = async (receipt: SealedReceipt): Promise<boolean> => {
  const {hash, ...rest} = receipt;
  try {
    return (await sha256(canonicalJson(rest))) === hash;
  } catch {
    return false; // a text that has no canonical form
  }
};

const bad = (index: number, reason: string): ReceiptsVerdict => ({valid: false, receipts: [], complete: false, problem: {index, reason}});

/**
 * Checks a chain of receipts, offline: the file that a visitor has downloaded (its exact text), or the list in it. Each must be of the
 * format, have its own hash, and name the hash of the one before. A text must be canonical JSON, so that any changed byte fails.
 * What it cannot show: that no receipt is missing at the end, or that the whole chain was not made up; for that, compare with the receipts posted.
 */
export const verifyReceipts = async (chain: string | readonly unknown[]): Promise<ReceiptsVerdict> => {
  let list: unknown = chain;
  if (typeof chain === 'string') {
    if (chain.length > longest) return bad(-1, 'too long');
    try {
      list = JSON.parse(chain);
      if (canonicalJson(list) !== chain) return bad(-1, 'not canonical JSON');
    } catch {
      return bad(-1, 'not JSON');
    }
  }
  if (!Array.isArray(list)) return bad(-1, 'not a list');
  let previous: string | undefined;
  for (const [index, receipt] of list.entries()) {
    if (!isSealedReceipt(receipt)) return bad(index, 'not a receipt of this format');
    if (!(await verifyReceipt(receipt))) return bad(index, 'changed: its hash is another one');
    if (previous !== undefined && receipt.previous !== previous) return bad(index, 'does not follow the one before');
    previous = receipt.hash;
  }
  return {
    valid: true,
    receipts: list as SealedReceipt[],
    complete: !list.length || (list[0] as SealedReceipt).previous === null,
    problem: null,
  };
};
