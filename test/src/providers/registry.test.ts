import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {SetupError} from '../../../src/lib/problems.js';
import {RetryLater} from '../../../src/lib/send-errors.js';
import {createNoop} from '../../../src/providers/noop.js';
import {loadProvider, registerProvider} from '../../../src/providers/registry.js';
import type {ProviderFactory} from '../../../src/provider-types.js';

const key = Symbol.for('askfirst.providers');
afterEach(() => void Reflect.deleteProperty(globalThis, key));

test('leaves no global before something is registered', () => assert.ok(!(key in globalThis)));

for (const name of ['posthog', 'plausible', 'matomo', 'http', 'console', 'noop'])
  test(`loads ${name}`, async () => {
    const create = await loadProvider(name);
    assert.equal(create().name, name);
  });

test('gives what was registered, also to a second copy of the library', async () => {
  const factory: ProviderFactory = createNoop;
  registerProvider('my-provider', factory);
  assert.equal(await loadProvider('my-provider'), factory);
  const copyOfTheLibrary = '../../../src/providers/registry.js?copy';
  const copy = (await import(copyOfTheLibrary)) as {loadProvider: typeof loadProvider};
  assert.equal(await copy.loadProvider('my-provider'), factory);
});

test('refuses what is no function, when it is used', async () => {
  registerProvider('mine', {} as ProviderFactory);
  await assert.rejects(loadProvider('mine'), (error: unknown) => error instanceof SetupError && error.code === 'bad-provider');
});

test('says that a name is taken by the package, and uses neither', async () => {
  registerProvider('posthog', createNoop);
  await assert.rejects(loadProvider('posthog'), (error: unknown) => error instanceof SetupError && error.code === 'bad-provider');
});

test('replaces an own name', async () => {
  const [first, second]: ProviderFactory[] = [() => createNoop(), () => createNoop()];
  registerProvider('mine', first!);
  registerProvider('mine', second!);
  assert.equal(await loadProvider('mine'), second);
});

test('names the providers there are, when asked for another', async () => {
  registerProvider('mine', createNoop);
  for (const name of ['other', 'constructor', '__proto__', ''])
    await assert.rejects(loadProvider(name), (error: unknown) => error instanceof SetupError && /posthog.*mine/.test(error.message));
});

test('says plainly that the code did not come, and tries again when asked again', async () => {
  let tries = 0;
  const chunks = {posthog: () => (tries++ ? Promise.resolve(createNoop) : Promise.reject(new TypeError('Failed to fetch')))};
  await assert.rejects(loadProvider('posthog', chunks), (error: unknown) => error instanceof RetryLater && /"posthog"/.test(error.message));
  assert.equal(await loadProvider('posthog', chunks), createNoop);
});

test('survives a global that someone else has put there', async () => {
  Object.assign(globalThis, {[key]: 'x'});
  await assert.rejects(loadProvider('mine'), SetupError);
  registerProvider('mine', createNoop);
  assert.equal(await loadProvider('mine'), createNoop);
});
