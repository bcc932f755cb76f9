import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';

/** Everything that anybody asked of it. Times are epoch ms. */
export interface VendorRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly at: number;
}

export interface VendorServer {
  readonly url: string;
  readonly requests: readonly VendorRequest[];
  stop(): Promise<void>;
}

const replyTo = (path: string, body: string): string => {
  if (path.endsWith('/tag.js')) return 'window.tagged = true;';
  if (path.includes('/flags/')) return '{"flags":{"composer":{"enabled":true}}}';
  if (!path.includes('/i/v1/')) return '{}';
  const {batch} = JSON.parse(body) as {batch: {uuid: string}[]};
  return JSON.stringify({results: Object.fromEntries(batch.map(({uuid}) => [uuid, {result: 'ok'}]))});
};

/** Stands for every vendor at once, on a free loopback port, and writes down each request. */
export const startVendorServer = async (): Promise<VendorServer> => {
  const requests: VendorRequest[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    try {
      for await (const chunk of request.setEncoding('utf8')) body += chunk as string;
    } catch {
      return; // cut off: it has not arrived
    }
    const {method = '', url: path = ''} = request;
    requests.push({method, path, body, at: Date.now()});
    response.writeHead(200, {
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Allow-Headers': '*, Authorization',
      'Content-Type': path.endsWith('.js') ? 'text/javascript' : 'application/json',
    });
    response.end(method === 'OPTIONS' ? '' : replyTo(path, body));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
