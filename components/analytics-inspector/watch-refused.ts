import type {AnalyticsPair} from '../../src/create-analytics.js';

const methods = ['track', 'page', 'identify'] as const;
/** A name that can hold nobody's data, as no guard has seen it. */
const plain = /^\$?[a-z]{1,20}(_[a-z]{1,20}){0,5}$/;

const nameIn = (said: unknown): string | undefined => {
  try {
    const name: unknown = typeof said === 'object' && said ? (said as {event?: unknown}).event : said;
    return typeof name === 'string' && plain.test(name) ? name : undefined;
  } catch {
    return undefined; // a getter that throws is the page's own trouble
  }
};

/**
 * Tells of calls that the service drops for want of consent, before there is a pipeline that could. It stands in front of the page's service
 * and passes every call on as it is. Returns the function that takes it away.
 */
export const watchRefused = (
  {analytics, consent}: Pick<AnalyticsPair, 'analytics' | 'consent'>,
  refused: (method: string, name: string | undefined) => void,
): (() => void) => {
  const service = analytics as unknown as Record<string, (...args: unknown[]) => unknown>;
  const stops = methods.map(method => {
    const before = service[method]!;
    const watched = (...args: unknown[]) => {
      const open = consent.hasConsent('analytics');
      const tracked = open || analytics.stats().tracked;
      const result = before(...args);
      // What is held until the decision is counted, and told of when it comes through.
      if (!open && analytics.stats().tracked === tracked) refused(method, method === 'identify' ? undefined : nameIn(args[0]));
      return result;
    };
    service[method] = watched;
    return () => {
      if (service[method] === watched) service[method] = before;
    };
  });
  return () => stops.forEach(stop => stop());
};
