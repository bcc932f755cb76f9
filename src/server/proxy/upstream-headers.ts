import type {IncomingMessage} from 'node:http';
import {endToEndHeaders, hasBody} from './end-to-end-headers.js';

const via = '1.1 askfirst';
const mostHops = 8;

/** Whether a request has come through proxies like this so often that it must be going in circles. */
export const isLoop = ({headers}: IncomingMessage): boolean => (headers.via ?? '').split(via).length > mostHops;

const withBody = new Set(['POST', 'PUT', 'PATCH']);

/** How a body of unknown length, or none where one could be, is announced to the upstream. */
const framing = (request: IncomingMessage): string[] => {
  if (request.headers['content-length'] !== undefined) return [];
  if (hasBody(request)) return ['Transfer-Encoding', 'chunked'];
  return withBody.has(request.method ?? '') ? ['Content-Length', '0'] : [];
};

/** What says whom a request is from, through what, and by which address: anybody can write it. */
const aboutClient = /^(?:x-forwarded(?:-.+)?|forwarded|x-real-ip|x-client-ip|true-client-ip)$/;
const ours = new Set(['expect', 'x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host']);

/**
 * The headers for the upstream: what is meant for it, `Host` as the client wrote it, `traceparent` and all, and who the client is by
 * `X-Forwarded-For`, `-Proto` and `-Host`. What a client says of that itself is believed only behind proxies of one's own.
 */
export const upstreamHeaders = (request: IncomingMessage, trustedHops: number, upstreamHost: string): string[] => {
  const {headers, socket} = request;
  const trusted = trustedHops > 0;
  const said = (name: string) => (trusted ? headers[name] : undefined);
  const peer = socket.remoteAddress?.replace(/^::ffff:/, '') ?? 'unknown';
  // Of an address that is written whole the host counts, whatever `Host` says (RFC 9112 §3.2.2).
  const [, authority] = /^https?:\/\/([^/?#]+)/i.exec(request.url ?? '') ?? [];
  const host = authority ?? headers.host ?? '';
  return [
    ...endToEndHeaders(
      request,
      name => ours.has(name) || (!trusted && aboutClient.test(name)) || (name === 'host' && authority !== undefined),
    ),
    ...(authority === undefined ? [] : ['Host', authority]),
    ...framing(request),
    'X-Forwarded-For',
    [said('x-forwarded-for'), peer].filter(Boolean).join(', '),
    'X-Forwarded-Proto',
    String(said('x-forwarded-proto') ?? 'http'),
    // HTTP/1.0 has no `Host`, HTTP/1.1 must.
    ...(host ? ['X-Forwarded-Host', String(said('x-forwarded-host') ?? host)] : ['Host', upstreamHost]),
    'Via',
    via,
  ];
};
