import {covers} from '../lib/covers.js';
import {SetupError} from '../lib/problems.js';
import {createContractRun, type ContractSubject} from './contract-run.js';
import {describeDelivery} from './delivery-contract.js';
import {check, equal, throws} from './expectations.js';
import {sampleRecord} from './sample-records.js';
import type {ProviderManifest} from '../provider-types.js';
import {readStoredNames} from './stored-names.js';
import type {StoredNames} from './stored-names.js';

/** The two functions of a test runner: node:test, mocha, vitest, jest and web-test-runner have them. */
export interface ContractRunner {
  describe(name: string, body: () => void): unknown;
  it(name: string, body: () => Promise<void>): unknown;
}

/** Longer ones count as slow, and are warned of. */
const longestStartMs = 10_000;
const places = ['cookies', 'localStorage', 'sessionStorage', 'indexedDB', 'cacheStorage'] as const;

const checkStored = (manifest: ProviderManifest, before: StoredNames, after: StoredNames): void => {
  for (const place of places)
    for (const name of after[place] ?? [])
      check(
        (before[place] ?? []).includes(name) || covers(manifest[place] ?? [], name),
        `${place} holds "${name}", which the manifest does not name`,
      );
};

/** The contract that delivery relies on, as one suite for any adapter and any runner. */
export const describeProviderContract = ({describe, it}: ContractRunner, subject: ContractSubject): void => {
  const run = createContractRun(subject);
  const {prepare, start, withServer} = run;
  const storedNames = subject.storedNames ?? readStoredNames;
  const records = () => [sampleRecord('page'), sampleRecord('track'), sampleRecord('identify')];

  describe(`provider contract: ${subject.create().name}`, () => {
    it('has a name and a complete manifest before init', async () => {
      const {name, manifest} = subject.create();
      check(/^[a-z][a-z0-9_-]*$/.test(name), 'name is lower-case letters, digits, - and _');
      for (const list of ['hosts', 'cookies', 'localStorage', 'sessionStorage', 'indexedDB'] as const)
        check(Array.isArray(manifest[list]), `manifest.${list} is a list`);
      check(manifest.maxAgeMs > 0, 'manifest.maxAgeMs is above 0');
      check(manifest.batch.events >= 1 && manifest.batch.bytes >= 1024, 'manifest.batch leaves room for a record');
      for (const answer of ['dedupes', 'canStop'] as const) check(typeof manifest[answer] === 'boolean', `manifest.${answer} is a boolean`);
    });

    for (const [wrong, config] of Object.entries(subject.badConfigs ?? {}))
      it(`refuses a configuration with ${wrong}, does not quote it, and shuts down all the same`, async () => {
        const {provider, init} = prepare('http://127.0.0.1:9', config);
        const error = await throws(init, SetupError);
        check(!error.message.includes('s3cret'), 'the message holds no secret');
        await provider.shutdown();
      });

    it('starts in time, also where nobody answers', async () => {
      await withServer(async (url, server) => {
        server?.answerAll({kind: 'hang'});
        const {provider, init} = prepare(url);
        let timer: ReturnType<typeof setTimeout> | undefined;
        const late = new Promise<string>(resolve => (timer = setTimeout(resolve, longestStartMs, 'late')));
        equal(await Promise.race([init().then(() => 'in time'), late]), 'in time', `init, which may take ${longestStartMs / 1000} s,`);
        clearTimeout(timer);
        await provider.shutdown();
      });
    });

    it('can be shut down while it starts, and is not at work afterwards', async () => {
      await withServer(async (url, server) => {
        const before = await storedNames();
        const {provider, init, deliver} = prepare(url);
        const starting = init().catch(() => {});
        await provider.shutdown();
        await starting;
        await provider.shutdown();
        if (server) {
          await throws(() => deliver([sampleRecord()]), Error);
          equal(server.requests.length, 0, 'requests');
        }
        checkStored(provider.manifest, before, await storedNames());
      });
    });

    it('takes frozen records and leaves them as they are', async () => {
      await withServer(async url => {
        const {deliver} = await start(url);
        const batch = records();
        const before = JSON.stringify(batch);
        for (const record of batch) equal(await deliver(Object.freeze([record])), undefined, 'the outcome of what is taken');
        equal(JSON.stringify(batch), before, 'the records');
      });
    });

    it('stores nothing that its manifest does not name', async () => {
      await withServer(async url => {
        const before = await storedNames();
        const {provider, deliver} = await start(url);
        for (const record of records()) await deliver([record]);
        await provider.reset();
        await provider.shutdown();
        checkStored(provider.manifest, before, await storedNames());
      });
    });

    it('resets, goes on, and shuts down twice, without a word', async () => {
      await withServer(async url => {
        const {provider, deliver} = await start(url);
        await provider.reset();
        equal(await deliver([sampleRecord()]), undefined, 'the outcome after a reset');
        await provider.shutdown();
        await provider.shutdown();
      });
    });

    if (subject.server) describeDelivery(it, run);
  });
};
