import {RetryLater} from '../../../src/providers/index.js';
import type {AnalyticsProvider, ProviderHost} from '../../../src/providers/index.js';

/** An adapter as a third party writes one: single calls, no `send`, and something of its own in storage. */
export const createSampleProvider = (): AnalyticsProvider => {
  let hosts: string[] = [];
  let running: {host: ProviderHost; url: string} | null = null;

  const post = async (body: object): Promise<void> => {
    if (!running) throw new RetryLater('not running');
    await running.host.post(`${running.url}/sample`, JSON.stringify(body), {signal: new AbortController().signal, keepalive: true});
  };

  return {
    name: 'sample',
    get manifest() {
      return {
        hosts,
        cookies: [],
        localStorage: ['sample_*'],
        sessionStorage: ['sample_session'],
        indexedDB: [],
        maxAgeMs: 60_000,
        batch: {events: 10, bytes: 32 * 1024},
        dedupes: false,
        canStop: true,
      };
    },
    init({apiHost = ''}, host) {
      hosts = [new URL(apiHost).origin];
      running = {host, url: apiHost};
      localStorage.setItem('sample_visitor', '1');
      sessionStorage.setItem('sample_session', '1');
    },
    track: (event, properties) => post({event, properties}),
    identify: (userId, traits) => post({userId, traits}),
    page: (name, properties) => post({page: name, properties}),
    reset: () => localStorage.removeItem('sample_visitor'),
    shutdown() {
      running = null;
    },
  };
};
