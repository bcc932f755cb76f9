import type {IncomingMessage} from 'node:http';
import {STATUS_CODES} from 'node:http';
import type {Socket} from 'node:net';
import {pipeline} from 'node:stream';
import type {Duplex} from 'node:stream';
import {ambiguityOf, endToEndHeaders, hasBody} from './end-to-end-headers.js';
import type {Target} from './target.js';
import {upstreamHeaders} from './upstream-headers.js';
import {failureOf, UpstreamTimeout, type FailureReason} from './upstream-failure.js';

export interface UpgradeParts {
  readonly target: Target;
  readonly path: string;
  readonly trustedHops: number;
  /** For the handshake (ms); afterwards both sides may be silent. */
  readonly timeoutMs: number;
  readonly onFailure: (reason: FailureReason) => void;
}

const keepAliveMs = 30_000;

const headOf = (status: number, message: string | undefined, headers: readonly string[]): string => {
  let head = `HTTP/1.1 ${status} ${message || (STATUS_CODES[status] ?? '')}\r\n`;
  for (let index = 0; index < headers.length; index += 2) head += `${headers[index]}: ${headers[index + 1]}\r\n`;
  return `${head}\r\n`;
};

/**
 * Passes an upgrade to WebSocket on. When the upstream agrees the two connections are joined, half-closes and back-pressure included. The wish for any other
 * protocol is not passed on, as a server may choose (RFC 9110 §7.8): over `h2c` requests would reach the upstream that nobody here has seen.
 */
export const passOnUpgrade = (
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  {target, path, trustedHops, timeoutMs, onFailure}: UpgradeParts,
): void => {
  socket.on('error', () => {}); // `close` follows
  const refuse = (status: number) => {
    if (!socket.writable) return;
    socket.end(headOf(status, undefined, ['Connection', 'close', 'Content-Length', '0']));
  };
  // Node has let go of the connection, and with it of the framing of a body.
  if (hasBody(request)) return refuse(501);
  const ambiguity = ambiguityOf(request);
  if (ambiguity) return refuse(ambiguity.status);
  const isWebSocket = /(?:^|,)\s*websocket\s*(?:,|$)/i.test(request.headers.upgrade ?? '');
  const wish = isWebSocket ? ['Connection', 'Upgrade', 'Upgrade', 'websocket'] : ['Connection', 'close'];
  const headers = [...upstreamHeaders(request, trustedHops, target.host), ...wish];
  const sent = target.send({method: request.method ?? 'GET', path, headers, timeout: timeoutMs, agent: false});
  const leave = () => sent.destroy();
  socket.once('close', leave);
  let answered = false;
  sent
    .on('timeout', () => sent.destroy(new UpstreamTimeout()))
    .on('error', error => {
      if (answered || socket.destroyed) return;
      const {reason, status} = failureOf(error);
      onFailure(reason);
      refuse(status);
    })
    .on('upgrade', (answer, upstream, first) => {
      answered = true;
      socket.off('close', leave);
      if (!isWebSocket) {
        upstream.destroy();
        onFailure('malformed');
        return refuse(502);
      }
      for (const side of [socket, upstream] as Socket[]) side.setTimeout(0).setNoDelay(true).setKeepAlive(true, keepAliveMs);
      const agreed = ['Connection', 'Upgrade', 'Upgrade', answer.headers.upgrade ?? 'websocket'];
      socket.write(headOf(101, answer.statusMessage, [...endToEndHeaders(answer), ...agreed]));
      if (first.length > 0) socket.write(first);
      if (head.length > 0) upstream.write(head);
      pipeline(socket, upstream, () => {});
      pipeline(upstream, socket, () => {});
    })
    .on('response', answer => {
      answered = true;
      sent.setTimeout(0);
      socket.write(headOf(answer.statusCode!, answer.statusMessage, [...endToEndHeaders(answer), 'Connection', 'close']));
      pipeline(answer, socket, () => {});
    })
    .end();
};
