import type {IncomingMessage} from 'node:http';
import type {MemoryLease} from './memory-budget.js';
import {Refusal} from './refusal.js';

/**
 * Reads a request's body, at most `maxBytes` as it came over the wire.
 * Rejects with a `Refusal` (413, or 503 from the lease) as soon as that is known; the rest of the body stays unread.
 */
export const readBody = async (request: IncomingMessage, maxBytes: number, lease: MemoryLease): Promise<Buffer> => {
  const tooLarge = () => new Refusal(413, `the body is larger than ${maxBytes} bytes`);
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge();
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && !/^(gzip|x-gzip|identity)$/i.test(encoding))
    throw new Refusal(415, 'only gzip and identity content encodings are accepted');

  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const stop = () => request.off('data', onData).off('end', onEnd).off('close', onClose).off('error', onClose);
    const fail = (reason: unknown) => {
      stop();
      request.pause();
      reject(reason as Error);
    };
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) return fail(tooLarge());
      try {
        lease.take(chunk.length);
      } catch (refusal) {
        return fail(refusal);
      }
      chunks.push(chunk);
    };
    const onEnd = () => {
      stop();
      resolve(Buffer.concat(chunks, size));
    };
    const onClose = () => fail(new Refusal(400, 'the request ended before its body did'));
    request.on('data', onData).on('end', onEnd).on('close', onClose).on('error', onClose);
  });
};
