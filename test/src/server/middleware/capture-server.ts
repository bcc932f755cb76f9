import {once} from 'node:events';
import {createServer, type IncomingHttpHeaders} from 'node:http';
import type {AddressInfo} from 'node:net';
import {gunzipSync} from 'node:zlib';

/** A server in the place of a provider's: keeps every byte that it is sent, and answers as it is told. */
export const openCaptureServer = async () => {
  const requests: {readonly url: string; readonly headers: IncomingHttpHeaders; readonly text: string}[] = [];
  let status = 200;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks);
      const text = request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw).toString() : raw.toString();
      if (status === 200) requests.push({url: request.url!, headers: request.headers, text});
      response.writeHead(status, {'content-type': 'application/json'}).end('{"status":1}');
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    /** Every byte of every request that was taken, as one text. */
    everything: () => JSON.stringify(requests),
    /** The events of PostHog's batches. */
    events: () =>
      requests
        .filter(({url}) => url.startsWith('/batch'))
        .flatMap(
          ({text}) =>
            (JSON.parse(text) as {batch: {event: string; uuid: string; distinct_id: string; properties: Record<string, unknown>}[]}).batch,
        ),
    answer: (next: number) => void (status = next),
    close: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
