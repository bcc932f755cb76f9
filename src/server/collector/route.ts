import type {IncomingHttpHeaders, ServerResponse} from 'node:http';
import type {MemoryLease} from './memory-budget.js';
import type {Refusal} from './refusal.js';

/** One request, as handlers see it. It has no address in it but the one that `clientKey` hashes. */
export interface Call {
  readonly method: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly lease: MemoryLease;
  /** When the request arrived (epoch ms). */
  readonly now: number;
  /** The body as it came over the wire, bounded by the route's `maxBytes`. */
  read(): Promise<Buffer>;
  /** A pseudonym for a visitor without an id: a keyed hash that nobody can repeat after midnight (UTC). */
  visitor(project: string): string;
  /** Says that events of this call are not stored. */
  reject(status: number, reason: string, events: number): void;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** An answer that goes on: it gets the raw response, headers not yet written. */
export interface Streaming {
  stream(response: ServerResponse): void;
}

export interface Route {
  /** `/array/:token/config`; a trailing slash makes no difference. */
  readonly path: string;
  readonly methods: readonly string[];
  /**
   * Pages of the allowed origins use `ingest` routes, which take events, and `open` ones, which tell nothing of them. `read` routes give events
   * out, to their owner only; `admin` routes check a token of their own, and belong to no page but that of the collector and of this machine.
   */
  readonly access: 'ingest' | 'open' | 'read' | 'admin';
  readonly maxBytes: number;
  handle(call: Call): Answer | Streaming | Promise<Answer | Streaming>;
  /** How this wire format says no; plain text by default. */
  refuse?(refusal: Refusal): Answer;
}

/** A JSON answer. */
export const json = (value: unknown, status = 200): Answer => ({
  status,
  headers: {'Content-Type': 'application/json; charset=utf-8'},
  body: JSON.stringify(value),
});

/** A plain text answer. */
export const text = (body: string, status = 200): Answer => ({status, headers: {'Content-Type': 'text/plain; charset=utf-8'}, body});
