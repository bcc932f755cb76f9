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
 * name, value). Besides what concerns one connection, and what `Connection` names, that is left out of which `without` says so (lower case). An underscore
 * counts as a hyphen there: CGI and its descendants take both for the same.
 */
export const endToEndHeaders = (message: IncomingMessage, without: (name: string) => boolean = () => false): string[] => {
  const named = (message.headers.connection ?? '')
    .split(',')
    .map(name => name.trim().toLowerCase())
    .filter(name => !indispensable.has(name));
  const dropped = new Set([...hopByHop, ...named]);
  const {rawHeaders} = message;
  const kept: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!.toLowerCase().replaceAll('_', '-');
    if (!dropped.has(name) && !without(name)) kept.push(rawHeaders[index]!, rawHeaders[index + 1]!);
  }
  return kept;
};

/** Whether a request has a body, by its framing (RFC 9112 §6). */
export const hasBody = ({headers}: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** What one recipient might read differently from another, so that a request is not passed on at all (RFC 9112 §3.2, §6.1); undefined for all others. */
export const ambiguityOf = ({headers, rawHeaders}: IncomingMessage): {readonly status: 400 | 501; readonly text: string} | undefined => {
  if (rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host').length > 1)
    return {status: 400, text: 'Host is there more than once.'};
  const {'transfer-encoding': coding} = headers;
  // Node undoes `chunked`, and nothing else; without its header the rest would pass for the body itself.
  if (coding !== undefined && coding.trim().toLowerCase() !== 'chunked')
    return {status: 501, text: 'No transfer coding is known but chunked.'};
  return undefined;
};
