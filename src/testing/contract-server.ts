import type {IncomingMessage, Server} from 'node:http';
import type {AddressInfo} from 'node:net';

/** What the server does with one request; without a `kind` it answers. */
export interface Answer {
  readonly kind?: 'hang' | 'reset' | 'drip' | 'endless';
  /** Default 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface ReceivedRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A real server on 127.0.0.1 that writes down what arrives. */
export interface ContractServer {
  readonly url: string;
  /** In the order of their arrival, preflights included. */
  readonly requests: readonly ReceivedRequest[];
  /** The answers to the next POST requests, in order; after them `{status: 200, body: '{}'}` again. */
  answer(...answers: readonly Answer[]): void;
  /** Answers all POST requests alike, until it is called with nothing. */
  answerAll(answer?: Answer): void;
  /** Resolves once so many requests have arrived. */
  received(count: number): Promise<void>;
  /** Forgets requests and answers. */
  clear(): void;
  close(): Promise<void>;
}

const readBody = async (request: IncomingMessage): Promise<string> => {
  request.setEncoding('utf8');
  let body = '';
  for await (const chunk of request) body += chunk as string;
  return body;
};

/** Starts the server that the contract suite needs, on a free port. Node only. */
export const startContractServer = async (): Promise<ContractServer> => {
  const {createServer} = await import('node:http');
  let requests: ReceivedRequest[] = [];
  let planned: Answer[] = [];
  let always: Answer | undefined;
  let waiting: (() => void)[] = [];
  const timers = new Set<NodeJS.Timeout>();

  const server: Server = createServer(async (request, response) => {
    // A client that hangs up is an ordinary thing here.
    const body = await readBody(request).catch(() => null);
    if (body === null) return;
    requests.push({method: request.method ?? '', path: request.url ?? '', headers: request.headers, body});
    const preflight = request.method === 'OPTIONS';
    const {kind, status = 200, headers, body: reply = '{}'}: Answer = preflight ? {status: 204} : (planned.shift() ?? always ?? {});
    for (const tell of waiting.splice(0)) tell();
    if (kind === 'hang') return;
    if (kind === 'reset') return void request.socket.destroy();
    response.writeHead(status, {
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Allow-Headers': '*',
      'Access-Control-Expose-Headers': 'Retry-After',
      ...headers,
    });
    if (!kind) return void response.end(status === 204 ? undefined : reply);
    const timer = setInterval(() => response.write(kind === 'drip' ? ' ' : 'x'.repeat(16_384)), kind === 'drip' ? 20 : 1);
    timers.add(timer);
    response.on('close', () => clearInterval(timer));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get requests() {
      return requests;
    },
    answer: (...answers) => void (planned = [...answers]),
    answerAll: answer => void (always = answer),
    async received(count) {
      while (requests.length < count) await new Promise<void>(resolve => waiting.push(resolve));
    },
    clear() {
      requests = [];
      planned = [];
      always = undefined;
      waiting = [];
    },
    async close() {
      for (const timer of timers) clearInterval(timer);
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
};
