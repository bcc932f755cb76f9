import {readFile} from 'node:fs/promises';
import type {Clock} from '../../lib/clock.js';
import {compileRoutes, type FindRoute, type RouteDocument} from './compile-routes.js';

export interface RouteTableParts {
  /** The upstream's address without a slash at its end. */
  readonly upstream: string;
  /** Where descriptions are: paths of the upstream, or `file:` and a path of this machine. */
  readonly openapi: readonly string[];
  /** Templates that no description has, WebSocket's above all. */
  readonly routes: readonly string[];
  readonly refreshMs: number;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly onProblem: (problem: {readonly code: string; readonly message: string}) => void;
}

export interface RouteTable {
  /** Reads the descriptions for the first time, then again and again. Resolves after the first attempt; never rejects. */
  start(): Promise<void>;
  stop(): void;
  /** The template of a request that was answered with this status; undefined when there is none. */
  templateOf(method: string, url: string, status: number): string | undefined;
  /** How many descriptions are known. */
  known(): number;
}

const longestDocument = 16 * 1024 * 1024;
const fetchMs = 5000;
const firstRetryMs = 1000;

/** Knows the upstream's routes by what it says of itself. What was known stays while the upstream does not answer. */
export const createRouteTable = ({upstream, openapi, routes, refreshMs, fetch, clock, onProblem}: RouteTableParts): RouteTable => {
  const own: RouteDocument = {path: '/', document: {paths: Object.fromEntries(routes.map(route => [route, {}]))}};
  const texts = new Map<string, string>();
  const tags = new Map<string, string>();
  const stopped = new AbortController();
  /** Templates that an answer has shown to take several parts of a path. */
  let spacious = new Set<string>();
  let find: FindRoute = compileRoutes([own]);
  let failures = 0;
  let timer: unknown;

  /** The text of a description, or undefined when it is the one that is known. */
  const read = async (place: string): Promise<string | undefined> => {
    if (place.startsWith('file:')) return readFile(place.slice('file:'.length), 'utf8');
    const tag = tags.get(place);
    const response = await fetch(upstream + place, {
      headers: {Accept: 'application/json', ...(tag && {'If-None-Match': tag})},
      redirect: 'error',
      signal: AbortSignal.any([stopped.signal, AbortSignal.timeout(fetchMs)]),
    });
    if (response.status === 304 && tag) return undefined;
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > longestDocument) throw new Error('it is too large');
      chunks.push(chunk);
    }
    const text = Buffer.concat(chunks).toString('utf8');
    tags.set(place, response.headers.get('etag') ?? '');
    return text;
  };

  const refresh = async () => {
    let changed = false;
    let failed = '';
    for (const place of openapi)
      try {
        const text = await read(place);
        if (text === undefined || text === texts.get(place)) continue;
        JSON.parse(text);
        texts.set(place, text);
        changed = true;
      } catch {
        failed = place;
      }
    if (stopped.signal.aborted) return;
    if (changed) {
      const read = [...texts].map(([place, text]) => ({
        path: place.startsWith('file:') ? '/' : place,
        document: JSON.parse(text) as unknown,
      }));
      find = compileRoutes([own, ...read]);
      spacious = new Set();
    }
    failures = failed ? failures + 1 : 0;
    if (failures === 3)
      onProblem({
        code: 'routes-unknown',
        message: `${failed} cannot be read: requests are told as (unmatched), or by what was known before. --openapi says where it is, --route gives templates`,
      });
    const pause = failed ? Math.min(refreshMs, firstRetryMs * 2 ** Math.min(failures - 1, 10)) : refreshMs;
    timer = clock.setTimeout(() => void refresh(), pause);
    (timer as {unref?: () => void}).unref?.();
  };

  return {
    start: refresh,
    stop() {
      stopped.abort();
      clock.clearTimeout(timer);
    },
    templateOf(method, url, status) {
      const match = find(method, url);
      if (!match?.loose) return match?.template;
      // A path too long for its route and one that belongs to `{path:path}` look alike, until something is there.
      if (status >= 200 && status < 300) spacious.add(match.template);
      return spacious.has(match.template) ? match.template : undefined;
    },
    known: () => texts.size,
  };
};
