import {parseEndpoint} from '../lib/endpoint.js';
import {toJson, type Plain} from '../lib/to-json.js';
import {version} from '../lib/version.js';
import type {AnalyticsProvider} from '../provider-types.js';
import {createHttpProvider} from './http-provider.js';

/**
 * Your own endpoint: each batch is one `POST {api-host}` of `{"sent_at", "lib", "api_key"?, "dropped"?, "records": [EventRecord, …]}` as
 * `text/plain` JSON; any 2xx acknowledges the whole batch. If the endpoint stores a uuid once, say `{"dedupes": true}` in `options`.
 */
export const createHttp = (): AnalyticsProvider =>
  createHttpProvider(
    'http',
    {maxAgeMs: 7 * 24 * 3_600_000, batch: {events: 100, bytes: 56 * 1024}, dedupes: false},
    ({apiKey, apiHost, options}, host) => {
      const endpoint = parseEndpoint(apiHost, host.origin);
      return {
        endpoint,
        limits: {dedupes: options?.['dedupes'] === true},
        async send(records, {signal, keepalive, dropped}) {
          const body = toJson({
            sent_at: new Date(host.now()).toISOString(),
            lib: `askfirst/${version}`,
            api_key: apiKey,
            dropped,
            records: records as unknown as readonly Plain[],
          });
          await host.post(endpoint, body, {signal, keepalive});
          return undefined;
        },
      };
    },
  );
