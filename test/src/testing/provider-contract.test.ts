import assert from 'node:assert/strict';
import {after, before, it} from 'node:test';
import {createHttp} from '../../../src/providers/http.js';
import {startContractServer, type ContractServer} from '../../../src/testing/contract-server.js';
import {describeProviderContract, type ContractRunner} from '../../../src/testing/provider-contract.js';
import type {AnalyticsProvider, ProviderHost, SendOptions} from '../../../src/provider-types.js';
import type {EventRecord} from '../../../src/types.js';

let server: ContractServer;
before(async () => (server = await startContractServer()));
after(() => server.close());

/** Runs the suite in a runner of its own and tells which tests failed. */
const failures = async (spoil: (provider: AnalyticsProvider) => AnalyticsProvider): Promise<string[]> => {
  const tests: [string, () => Promise<void>][] = [];
  const runner: ContractRunner = {describe: (_, body) => body(), it: (name, body) => tests.push([name, body])};
  describeProviderContract(runner, {
    create: () => spoil(createHttp()),
    config: url => ({apiHost: `${url}/events`}),
    badConfigs: {'a password': {apiHost: 'https://user:s3cret@a.example'}},
    server: () => Promise.resolve(server),
    storedNames: () => Promise.resolve({cookies: [], localStorage: [...stored], sessionStorage: [], indexedDB: []}),
  });
  const failed: string[] = [];
  for (const [name, body] of tests) await body().catch(() => failed.push(name));
  return failed;
};
const stored = new Set<string>();

/** The same provider with some members replaced. */
const changed = (provider: AnalyticsProvider, members: Partial<AnalyticsProvider>): AnalyticsProvider =>
  Object.create(
    provider,
    Object.fromEntries(Object.entries(members).map(([name, value]) => [name, {value, enumerable: true}])),
  ) as AnalyticsProvider;

it('finds nothing wrong with a good provider', async () => assert.deepEqual(await failures(provider => provider), []));

it('notices a provider that changes the records', async () => {
  const failed = await failures(provider =>
    changed(provider, {
      send(records: readonly EventRecord[], options: SendOptions) {
        for (const record of records) (record as {event: string}).event = 'changed';
        return provider.send!(records, options);
      },
    }),
  );
  assert.ok(failed.includes('takes frozen records and leaves them as they are'));
});

it('notices a provider that stores what its manifest does not name', async () => {
  const failed = await failures(provider =>
    changed(provider, {
      init(config, host) {
        stored.add(`tracker_${stored.size}`);
        return provider.init(config, host);
      },
    }),
  );
  stored.clear();
  assert.deepEqual(failed, [
    'can be shut down while it starts, and is not at work afterwards',
    'stores nothing that its manifest does not name',
  ]);
});

it('notices a provider that quotes a secret', async () => {
  const failed = await failures(provider =>
    changed(provider, {
      init(config, host) {
        try {
          provider.init(config, host);
        } catch (error) {
          (error as Error).message += String(config.apiHost);
          throw error;
        }
      },
    }),
  );
  assert.deepEqual(failed, ['refuses a configuration with a password, does not quote it, and shuts down all the same']);
});

it('notices a provider that acknowledges whatever happens, and one that is not stopped by shutdown', async () => {
  const deaf = await failures(provider =>
    changed(provider, {send: (records, options) => provider.send!(records, options).catch(() => undefined)}),
  );
  for (const name of ['asks to come again after 503', 'says that a batch is too large', 'takes 401 for a wrong set-up'])
    assert.ok(deaf.includes(name), name);
  assert.deepEqual(await failures(provider => changed(provider, {shutdown() {}})), [
    'can be shut down while it starts, and is not at work afterwards',
    'sends nothing after shutdown, and acknowledges nothing',
  ]);
});

it('notices a provider that ends with a reset', async () => {
  const failed = await failures(provider => changed(provider, {reset: () => provider.shutdown()}));
  assert.deepEqual(failed, ['resets, goes on, and shuts down twice, without a word']);
});

it('notices a provider that ignores the signal and keepalive, and says something at init', async () => {
  const failed = await failures(provider => {
    let host: ProviderHost;
    return changed(provider, {
      async init(config, given) {
        await given
          .post(config.apiHost!, '{}', {signal: new AbortController().signal, keepalive: false, contentType: 'application/json'})
          .catch(() => {});
        host = given;
        return provider.init(config, {
          ...given,
          post: (url, body, options) => host.post(url, body, {...options, keepalive: false, contentType: 'application/json'}),
        });
      },
    });
  });
  for (const name of [
    'sends nothing at init, and afterwards only to the hosts of its manifest',
    'sends no credentials, no referrer, and needs no preflight',
    'takes a batch as large as its manifest says, small enough for keepalive',
  ])
    assert.ok(failed.includes(name), name);
});
