import {Refusal} from './refusal.js';
import {createTokenBuckets} from './token-buckets.js';

export interface RateOptions {
  /** Events that a project may send per second, on average; at least 10,000 at once. 0: no limit. */
  readonly eventsPerSecond: number;
  /** Requests per second over one connection, on average; five times as many at once. 0: no limit. */
  readonly requestsPerSecond: number;
}

/** Each throws a 429 `Refusal` that says when to come again. */
export interface RateLimits {
  checkProject(project: string, events: number): void;
  /** `connection`: the socket, or a hash of the address that a trusted proxy names. */
  checkConnection(connection: object | string): void;
}

export const createRateLimits = ({eventsPerSecond, requestsPerSecond}: RateOptions, now: () => number): RateLimits => {
  const projects = createTokenBuckets<string>({perSecond: eventsPerSecond, burst: Math.max(10_000, 4 * eventsPerSecond), now});
  const connections = createTokenBuckets<object | string>({perSecond: requestsPerSecond, burst: 5 * requestsPerSecond, now});
  return {
    checkProject(project, events) {
      const wait = projects.take(project, events);
      if (wait > 0) throw new Refusal(429, 'this project sends too many events', wait);
    },
    checkConnection(connection) {
      const wait = connections.take(connection, 1);
      if (wait > 0) throw new Refusal(429, 'too many requests over this connection', wait);
    },
  };
};
