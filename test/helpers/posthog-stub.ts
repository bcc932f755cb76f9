import {createServer, type IncomingMessage} from 'node:http';
import type {AddressInfo} from 'node:net';
import {gunzipSync} from 'node:zlib';

/** A request that the page has sent to PostHog. */
export interface AskedOf {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** Unzipped. */
  readonly body: string;
}

/** A part of a recording, as it is posted. */
export interface Snapshot {
  readonly distinct_id: string;
  readonly properties: {readonly $session_id: string; readonly $snapshot_data: readonly {readonly type: number; readonly data?: unknown}[]};
}

export interface PostHogStub {
  readonly url: string;
  readonly asked: readonly AskedOf[];
  /** Of `/s/`, in order. */
  readonly snapshots: () => readonly Snapshot[];
  /** Forgets what was asked. */
  clear(): void;
  stop(): Promise<void>;
}

export interface PostHogStubOptions {
  /** The address of a collector, which answers all else. */
  readonly collector: string;
  /** Surveys as `/api/surveys/` lists them. */
  readonly surveys?: () => readonly unknown[];
  /** Flags as `/flags/?v=2` tells them. */
  readonly flags?: Readonly<Record<string, unknown>>;
}

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

/** Stands before a collector: notes what is asked, and has the surveys and flags that PostHog documents and a collector has not. */
export const startPostHogStub = async ({collector, surveys = () => [], flags = {}}: PostHogStubOptions): Promise<PostHogStub> => {
  const asked: AskedOf[] = [];
  const server = createServer(async (request, response) => {
    const raw = await bodyOf(request);
    const body = (raw[0] === 0x1f ? gunzipSync(raw) : raw).toString();
    const path = request.url ?? '';
    if (request.method !== 'OPTIONS') asked.push({method: request.method ?? '', path, body});
    const cors = {'Access-Control-Allow-Origin': request.headers.origin ?? '*', 'Access-Control-Allow-Headers': 'content-type'};
    const json = (answer: unknown) => response.writeHead(200, {...cors, 'Content-Type': 'application/json'}).end(JSON.stringify(answer));
    if (path.startsWith('/api/surveys')) return void json({surveys: surveys()});
    if (path.startsWith('/flags')) return void json({flags});
    const answer = await fetch(collector + path, {
      method: request.method ?? 'GET',
      headers: {
        ...(request.headers['content-type'] && {'Content-Type': request.headers['content-type']}),
        'User-Agent': request.headers['user-agent'] ?? '',
      },
      ...(raw.length && {body: new Uint8Array(raw)}),
    });
    response
      .writeHead(answer.status, {...cors, 'Content-Type': answer.headers.get('content-type') ?? 'text/plain'})
      .end(await answer.text());
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    clear: () => void asked.splice(0),
    snapshots: () => asked.filter(({path}) => path.startsWith('/s/')).map(({body}) => JSON.parse(body) as Snapshot),
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
