import type {IncomingMessage, ServerResponse} from 'node:http';
import {pipeline} from 'node:stream';
import {hasBody} from './end-to-end-headers.js';
import type {Target} from './target.js';
import {failureOf, UpstreamTimeout, type FailureReason} from './upstream-failure.js';

export interface PassOnParts {
  readonly target: Target;
  readonly path: string;
  /** For the target, in Node's flat form. */
  readonly headers: readonly string[];
  /** What of the answer's headers the client gets. */
  readonly answerHeaders: (answer: IncomingMessage) => string[];
  /** How long (ms) the target may be silent before it answers. */
  readonly timeoutMs: number;
  /** Larger bodies are refused with 413, as soon as that is known. */
  readonly maxBytes?: number;
  readonly onFailure: (reason: FailureReason) => void;
}

/** Answers by ourselves. What is left of the request's body is not read: the connection ends. */
export const refuse = (
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): void => {
  if (response.headersSent || response.destroyed) return;
  const rest = request.complete || !hasBody(request) ? {} : {Connection: 'close'};
  response
    .writeHead(status, {'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store', ...rest, ...headers})
    .end(`${text}\n`);
};

const words = {
  408: 'The request took too long.',
  502: 'The application cannot be reached.',
  504: 'The application did not answer in time.',
};
const repeatable = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Passes a request on, and the answer back, piece by piece as fast as the slower side takes it: nothing is held. When the client leaves, the target's
 * side is aborted; when the target fails, the client is told 502 or 504, or is cut off where an answer has begun.
 */
export const passOn = (request: IncomingMessage, response: ServerResponse, parts: PassOnParts): void => {
  const {target, path, headers, answerHeaders, timeoutMs, maxBytes = Infinity, onFailure} = parts;
  const tooLarge = () => refuse(request, response, 413, `The body is larger than ${maxBytes} bytes.`);
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return tooLarge();
  const withBody = hasBody(request);

  const attempt = (isFirst: boolean) => {
    const sent = target.send({method: request.method ?? 'GET', path, headers, timeout: timeoutMs});
    const leave = () => sent.destroy();
    response.once('close', leave);

    const failed = (error: unknown) => {
      response.off('close', leave);
      sent.destroy();
      if (response.destroyed || response.headersSent) return;
      const {reason, status} = failureOf(error);
      // The target has closed a connection that was kept alive just as it was used again: it has not seen the request.
      if (isFirst && reason === 'reset' && sent.reusedSocket && !withBody && repeatable.has(request.method ?? '')) {
        attempt(false);
        return;
      }
      const isSlowClient = reason === 'timeout' && withBody && !request.complete;
      if (!isSlowClient) onFailure(reason);
      const told = isSlowClient ? 408 : status;
      refuse(request, response, told, words[told]);
    };

    sent
      .on('error', failed)
      .on('timeout', () => sent.destroy(new UpstreamTimeout()))
      .on('response', answer => {
        // An answer that streams may be silent for as long as it likes.
        sent.setTimeout(0);
        answer.once('error', () => {
          if (!response.destroyed) onFailure('cut_off');
        });
        try {
          response.writeHead(answer.statusCode!, answer.statusMessage, answerHeaders(answer));
        } catch (error) {
          failed(error);
          return;
        }
        if (answer.headers['content-length'] === undefined) response.flushHeaders();
        pipeline(answer, response, () => {});
      })
      .on('close', () => {
        request.unpipe(sent);
        // The rest of a body that nobody waits for any more must not block the connection.
        request.resume();
      });
    if (!withBody) sent.end();
    else request.pipe(sent);
    return sent;
  };

  const sent = attempt(true);
  request.on('error', () => {}); // `close` of the response says the same
  if (!withBody || maxBytes === Infinity) return;
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= maxBytes) return;
    request.unpipe(sent);
    tooLarge();
    sent.destroy();
  });
};
