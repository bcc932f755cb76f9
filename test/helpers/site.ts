import {readFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {extname, join, normalize} from 'node:path';
import {fileURLToPath} from 'node:url';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const types: Readonly<Record<string, string>> = {'.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json'};

export interface Site {
  readonly url: string;
  /** Paths asked for, in order. */
  readonly requests: readonly string[];
  stop(): Promise<void>;
}

export interface SiteOptions {
  /** HTML by path; everything else is taken from `dist/`. */
  readonly pages: Readonly<Record<string, string>>;
  /** JavaScript by path, as classic scripts have it. */
  readonly scripts?: Readonly<Record<string, string>>;
  /** Sent with every page; a function tells them by path. */
  readonly headers?: Readonly<Record<string, string>> | ((path: string) => Readonly<Record<string, string>>);
  /** Where the built files are. Default `dist/`. */
  readonly folder?: string;
}

/** A host site on a free loopback port: its own pages, and the built script-tag files beside them. */
export const startSite = async ({pages, scripts = {}, headers = {}, folder = dist}: SiteOptions): Promise<Site> => {
  const requests: string[] = [];
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://site').pathname;
    requests.push(path);
    const page = pages[path];
    if (page !== undefined) {
      const own = typeof headers === 'function' ? headers(path) : headers;
      response.writeHead(200, {'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store', ...own}).end(page);
      return;
    }
    const script = scripts[path];
    if (script !== undefined) {
      response.writeHead(200, {'Content-Type': 'text/javascript'}).end(script);
      return;
    }
    try {
      const body = await readFile(join(folder, normalize(path)));
      response.writeHead(200, {'Content-Type': types[extname(path)] ?? 'application/octet-stream', 'Cache-Control': 'no-store'}).end(body);
    } catch {
      response.writeHead(404).end();
    }
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
