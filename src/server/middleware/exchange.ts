import type {CategoryDecision} from '../../types.js';

/** What a host knows when a request begins. Nothing of it is sent as it is. */
export interface RequestFacts {
  readonly method: string;
  /** Path and query as the client wrote them: only to find excluded and sensitive routes. */
  readonly url: string;
  /** A header of the request by its lower-case name. */
  header(name: string): string | undefined;
  /** The address of the peer, for `context.ip()`. */
  address?(): string | undefined;
  /** On edge hosts: keeps the worker alive until what it is given has settled. */
  waitUntil?(work: Promise<unknown>): void;
}

/** How a request ended, as its host saw it. */
export interface Outcome {
  /** The status that the client was told; 0 when it was told none. */
  readonly status: number;
  /** The template of the route (`/chats/:id`), or undefined when none matched. Never the path. */
  readonly route: string | undefined;
  /** Who cut the response off before its end, if anybody did. */
  readonly cutOffBy?: 'client' | 'server' | undefined;
  /** The connection is meant to stay open (server-sent events, WebSocket): its length says nothing about speed. */
  readonly longLived?: boolean | undefined;
}

/** Who the visitor is, as far as the visitor allows. Without a grant there are no ids. */
export interface Visitor {
  readonly consent: CategoryDecision;
  /** The pseudonym that the widget sent or `identify` gave. */
  readonly distinctId: string | undefined;
  /** The widget's session, a UUIDv7. */
  readonly sessionId: string | undefined;
  /** Whether it was `identify` that named the visitor; else no person's profile is made of what is told. */
  readonly isIdentified: boolean;
}

/** One request and its response, from the view of a host. No method throws, and none makes the response wait. */
export interface Exchange {
  /** Runs the application's code so that `analytics.track` knows this request, in everything asynchronous that it begins as well. */
  run<T>(work: () => T): T;
  /** Something was thrown. The first error counts; after `end` it is told as well. */
  fail(error: unknown): void;
  /** The response has ended. The first call counts. */
  end(outcome: Outcome): void;
  /** The value of the `Server-Timing` header, when it is wanted for this request. Asked for once, right before the headers go out. */
  serverTiming(): string | undefined;
}

/** What the middleware's methods inside a request need of it. */
export interface OpenExchange extends Exchange {
  visitor(): Visitor;
  /** Why nothing about this visitor may be told now, or undefined when it may. */
  silence(): 'consent' | 'excluded' | 'sensitive' | undefined;
  track(event: string, properties: Readonly<Record<string, unknown>>): void;
  /** An error that the application has dealt with. */
  captureError(error: unknown): void;
  timing(name: string, durationMs: number, description?: string): void;
}
