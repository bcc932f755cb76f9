import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo, Socket} from 'node:net';
import {SetupError} from '../../lib/problems.js';
import {limits} from './limits.js';

export interface HttpServer {
  /** Resolves with the address, the port being the real one where 0 was asked for; throws `SetupError` when it is taken. */
  listen(host: string, port: number): Promise<string>;
  /** Takes no new connections, lets requests end for at most 10 s, then cuts what is left. */
  close(): Promise<void>;
}

interface Malformed {
  readonly line: string;
  readonly reason: string;
}

const malformed: Readonly<Record<string, Malformed>> = {
  HPE_HEADER_OVERFLOW: {
    line: '431 Request Header Fields Too Large',
    reason: `the head of the request is larger than ${limits.headerBytes} bytes`,
  },
  ERR_HTTP_REQUEST_TIMEOUT: {line: '408 Request Timeout', reason: 'the request took too long to arrive'},
};
const notHttp: Malformed = {line: '400 Bad Request', reason: 'not a well-formed HTTP request'};

/** Node's HTTP server, with its limits drawn tight: slow, endless and malformed requests cost a socket and no more. */
export const createHttpServer = (
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  onMalformed: (status: number, reason: string) => void,
): HttpServer => {
  const {headersTimeout, requestTimeout, keepAliveTimeout} = limits;
  const server: Server = createServer(
    {
      maxHeaderSize: limits.headerBytes,
      headersTimeout,
      requestTimeout,
      keepAliveTimeout,
      connectionsCheckingInterval: 1_000,
      noDelay: true,
    },
    handle,
  );
  server.maxConnections = limits.connections;
  server.maxHeadersCount = limits.headerCount;
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (!socket.writable || error.code === 'ECONNRESET') {
      socket.destroy();
      return;
    }
    const {line, reason} = malformed[error.code ?? ''] ?? notHttp;
    onMalformed(Number(line.slice(0, 3)), reason);
    const head = `Connection: close\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${reason.length}`;
    socket.end(`HTTP/1.1 ${line}\r\n${head}\r\n\r\n${reason}`, () => socket.destroy());
  });
  server.on('checkExpectation', (_: IncomingMessage, response: ServerResponse) => {
    const reason = 'only 100-continue can be expected here';
    onMalformed(417, reason);
    response.writeHead(417, {'Content-Type': 'text/plain; charset=utf-8', Connection: 'close'}).end(reason);
  });

  return {
    listen: (host, port) =>
      new Promise((resolve, reject) => {
        const fail = ({code}: NodeJS.ErrnoException) =>
          reject(
            new SetupError(
              'address',
              `cannot listen on port ${port} of ${host} (${code ?? 'unknown reason'}); choose another port or host`,
            ),
          );
        server.once('error', fail);
        server.listen(port, host, () => {
          server.off('error', fail);
          const {address, family, port: actual} = server.address() as AddressInfo;
          resolve(`http://${family === 'IPv6' ? `[${address}]` : address}:${actual}`);
        });
      }),
    close: () =>
      new Promise(resolve => {
        const cut = setTimeout(() => server.closeAllConnections(), limits.drainTimeout);
        // Connections that clients keep alive become idle one by one, as their last answer goes out.
        const sweep = setInterval(() => server.closeIdleConnections(), 20);
        server.close(() => {
          clearTimeout(cut);
          clearInterval(sweep);
          resolve();
        });
      }),
  };
};
