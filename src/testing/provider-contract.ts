import {covers} from '../lib/covers.js';
import {SetupError} from '../lib/problems.js';
import {createContractRun, type ContractSubject} from './contract-run.js';
import {describeDelivery} from './delivery-contract.js';
import {check, equal, throws} from './expectations.js';
import {sampleRecord} from './sample-records.js';
import {readStoredNames} from './stored-names.js';

/** The two functions of a test runner: node:test, mocha, vitest, jest and web-test-runner have them. */
export interface ContractRunner {
  describe(name: string, body: () => void): unknown;
  it(name: string, body: () => Promise<void>): unknown;
}

/** The contract that delivery relies on, as one suite for any adapter and any runner. */
export const describeProviderContract = ({describe, it}: ContractRunner, subject: ContractSubject): void => {
  const run = createContractRun(subject);
  const {start, withServer} = run;
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
      it(`refuses a configuration with ${wrong}, and does not quote it`, async () => {
        const error = await throws(() => start('http://127.0.0.1:9', config), SetupError);
        check(!error.message.includes('s3cret'), 'the message holds no secret');
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
        const after = await storedNames();
        for (const kind of ['cookies', 'localStorage', 'sessionStorage', 'indexedDB'] as const)
          for (const name of after[kind])
            check(
              before[kind].includes(name) || covers(provider.manifest[kind], name),
              `${kind} holds "${name}", which the manifest does not name`,
            );
      });
    });

    it('resets, and shuts down twice, without a word', async () => {
      await withServer(async url => {
        const {provider} = await start(url);
        await provider.reset();
        await provider.shutdown();
        await provider.shutdown();
      });
    });

    if (subject.server) describeDelivery(it, run);
  });
};
