import {createServer} from 'node:http';
import type {IncomingMessage, ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';

/** What an analytics backend keeps of one event. */
export interface SunkEvent {
  readonly uuid: string;
  readonly event: string;
  readonly timestamp: string;
  readonly distinct_id: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** One request that the sink has read to its end. Times are epoch ms. */
export interface Arrival {
  /** Which page load has sent it: the first part of the path. */
  readonly page: string;
  readonly at: number;
  readonly bytes: number;
  readonly events: readonly SunkEvent[];
  status: number;
  /** When the answer began. */
  answeringAt: number | undefined;
  /** When the whole answer was handed to the network; undefined when it never was. */
  answeredAt: number | undefined;
  /** Nothing more can come of it: answered, or its connection is gone. */
  over: boolean;
}

export type Answer =
  | {readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly delayMs?: number}
  /** Taken, but answered only at `release()`. */
  | 'hold'
  /** Not taken: the connection breaks. */
  | 'reset';

/** Decides on one request, in the order of arrival. */
export type Behaviour = (arrival: Pick<Arrival, 'page' | 'bytes' | 'events'>) => Answer;

/** What a sink may do, each in a word. */
export const behaviours = {
  ok: () => ({status: 200}),
  down: () => ({status: 503}),
  hold: (): Answer => 'hold',
  reset: (): Answer => 'reset',
  slow: (delayMs: number) => () => ({status: 200, delayMs}),
  /** `Retry-After` is readable for the page, as it is through a relay of its own origin. */
  tooMany(times: number, seconds: number) {
    let answered = 0;
    const headers = {'Retry-After': String(seconds), 'Access-Control-Expose-Headers': 'Retry-After'};
    return () => (answered++ < times ? {status: 429, headers} : {status: 200});
  },
  above: (most: number) => (arrival: {readonly bytes: number}) => ({status: arrival.bytes > most ? 413 : 200}),
  poisoned: (poison: (event: SunkEvent) => boolean) => (arrival: {readonly events: readonly SunkEvent[]}) => ({
    status: arrival.events.some(poison) ? 400 : 200,
  }),
} satisfies Record<string, Behaviour | ((...given: never[]) => Behaviour)>;

export interface Sink {
  readonly url: string;
  /** Every request, answered well or not, before any deduplication. */
  readonly arrivals: readonly Arrival[];
  behave(behaviour: Behaviour): void;
  /** Answers what was held, and holds nothing more. */
  release(): void;
  /** Nobody listens any more: connections are refused. */
  refuse(): Promise<void>;
  /** Listens again, at the same address. */
  listen(): Promise<void>;
  stop(): Promise<void>;
}

const readBody = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};

/** A backend that speaks `POST /{page}/batch/` as PostHog does, does what it is told, and remembers everything. */
export const startSink = async (): Promise<Sink> => {
  const arrivals: Arrival[] = [];
  const held: (() => void)[] = [];
  let behaviour: Behaviour = behaviours.ok;
  let port = 0;

  const answer = (arrival: Arrival, response: ServerResponse, given: Answer) => {
    if (given === 'reset') return void response.destroy();
    if (given === 'hold') return void held.push(() => answer(arrival, response, {status: 200}));
    const send = () => {
      arrival.answeringAt = Date.now();
      response.on('finish', () => (arrival.answeredAt = Date.now()));
      response.writeHead(given.status, {'Content-Type': 'application/json', ...given.headers}).end('{"status":"Ok"}');
    };
    if (given.delayMs) setTimeout(send, given.delayMs);
    else send();
  };

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    // As PostHog answers: any origin, and no header of its own to be read.
    response.setHeader('Access-Control-Allow-Origin', request.headers.origin ?? '*');
    response.setHeader('Access-Control-Allow-Credentials', 'true');
    if (request.method === 'OPTIONS')
      return void response
        .writeHead(200, {'Access-Control-Allow-Methods': 'GET, POST, OPTIONS', 'Access-Control-Allow-Headers': '*'})
        .end();
    const body = await readBody(request);
    const {batch} = JSON.parse(body) as {batch: SunkEvent[]};
    const [, page = ''] = (request.url ?? '').split('/');
    const seen = {page, bytes: Buffer.byteLength(body), events: batch};
    const given = behaviour(seen);
    const status = given === 'reset' ? 0 : given === 'hold' ? 200 : given.status;
    const arrival: Arrival = {...seen, at: Date.now(), status, answeringAt: undefined, answeredAt: undefined, over: false};
    arrivals.push(arrival);
    response.on('close', () => (arrival.over = true));
    answer(arrival, response, given);
  };

  const server = createServer((request, response) => {
    // A request that breaks off before its end has not arrived.
    handle(request, response).catch(() => response.destroy());
  });
  const listen = () =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  const refuse = () =>
    new Promise<void>(resolve => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  await listen();
  port = (server.address() as AddressInfo).port;

  return {
    url: `http://127.0.0.1:${port}`,
    arrivals,
    behave: next => void (behaviour = next),
    release() {
      behaviour = behaviours.ok;
      for (const finish of held.splice(0)) finish();
    },
    refuse,
    listen,
    stop: () => (server.listening ? refuse() : Promise.resolve()),
  };
};
