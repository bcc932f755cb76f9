import type {IncomingMessage} from 'node:http';

/** What concerns one connection only (RFC 9110 §7.6.1), or the credentials for a proxy. Trailers are not passed on, so they are not announced. */
const hopByHop = [
  'connection',
  'proxy-connection',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'proxy-authenticate',
  'proxy-authorization',
];

/** Without these a message is another one, whatever `Connection` says. */
const indispensable = new Set(['host', 'content-length']);

/**
 * The headers that are meant for the other end, as they came: in order, in their writing, repeated where they were, in Node's flat form (name, value,
 * name, value). Besides what concerns one connection, and what `Connection` names, `without` is left out (lower case).
 */
export const endToEndHeaders = (message: IncomingMessage, without: readonly string[] = []): string[] => {
  const named = (message.headers.connection ?? '')
    .split(',')
    .map(name => name.trim().toLowerCase())
    .filter(name => !indispensable.has(name));
  const dropped = new Set([...hopByHop, ...named, ...without]);
  const {rawHeaders} = message;
  const kept: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2)
    if (!dropped.has(rawHeaders[index]!.toLowerCase())) kept.push(rawHeaders[index]!, rawHeaders[index + 1]!);
  return kept;
};

/** Whether a request has a body, by its framing (RFC 9112 §6). */
export const hasBody = ({headers}: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
