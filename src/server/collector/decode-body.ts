import {gunzip, isGzip} from './gunzip.js';
import {decodeLz64} from './lz64.js';
import type {MemoryLease} from './memory-budget.js';
import {parseJson} from './parse-json.js';
import {Refusal} from './refusal.js';

export interface DecodeOptions {
  readonly maxBytes: number;
  readonly lease: MemoryLease;
  /** The `compression` query parameter; a hint only, except for lz64, which looks like base64. */
  readonly compression: string | null;
  readonly contentType: string | undefined;
}

const looksLikeJson = /^\s*[[{]/;
const base64 = /^[A-Za-z0-9+/_-]+={0,2}$/;

/**
 * Finds the JSON in a PostHog body: plain, gzip (by its magic bytes), base64, base64 of gzip, lz64, or any of these in the form
 * field `data`. Throws a `Refusal`: 413 for more than `maxBytes` after decompression, 400 for what cannot be decoded.
 */
export const decodeBody = async (bytes: Buffer, options: DecodeOptions): Promise<unknown> => {
  const text = await toJsonText(bytes, options, 2);
  // The parsed values stand beside the text until the events are on disk.
  options.lease.take(text.length);
  return parseJson(text);
};

const toJsonText = async (bytes: Buffer, options: DecodeOptions, layers: number): Promise<string> => {
  const plain = isGzip(bytes) ? await gunzip(bytes, options.maxBytes, options.lease) : bytes;
  const body = plain.toString('utf8').replace(/^\ufeff/, '');
  if (body.trim() === '') throw new Refusal(400, 'failed to decode request: the body is empty');
  if (looksLikeJson.test(body)) return body;
  if (layers === 0) throw new Refusal(400, 'failed to decode request: too many encodings inside each other');

  const isForm = body.startsWith('data=') || /^application\/x-www-form-urlencoded/i.test(options.contentType ?? '');
  const form = isForm ? new URLSearchParams(body.trim()) : undefined;
  const data = form?.get('data') ?? body.trim();
  if (looksLikeJson.test(data)) return data;
  // Base64 in a form or an address whose plus signs were not escaped.
  const content = data.replaceAll(' ', '+');
  if (/^lz/.test(options.compression ?? form?.get('compression') ?? '')) return decodeLz64(content, options.maxBytes);
  if (!base64.test(content)) throw new Refusal(400, 'failed to decode request: neither JSON nor a known encoding of it');
  return toJsonText(Buffer.from(content, 'base64'), options, layers - 1);
};
