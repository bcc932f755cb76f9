import {readFileSync} from 'node:fs';
import {after, before, describe, it} from 'node:test';
import {createConsole} from '../../../src/providers/console.js';
import {createHttp} from '../../../src/providers/http.js';
import {createMatomo} from '../../../src/providers/matomo.js';
import {createNoop} from '../../../src/providers/noop.js';
import {createPlausible} from '../../../src/providers/plausible.js';
import {createPostHog} from '../../../src/providers/posthog.js';
import {startContractServer, type ContractServer} from '../../../src/testing/contract-server.js';
import {describeProviderContract} from '../../../src/testing/provider-contract.js';
import type {ProviderFactory} from '../../../src/provider-types.js';
import type {ProviderConfig} from '../../../src/types.js';
import {createSampleProvider} from './sample-provider.js';

let server: ContractServer;

const createStorage = (): Storage => {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    key: index => [...items.keys()][index] ?? null,
    getItem: key => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: key => void items.delete(key),
    clear: () => items.clear(),
  };
};
const globals = {localStorage: createStorage(), sessionStorage: createStorage(), document: {cookie: ''}};
const quiet = console.info;

before(async () => {
  server = await startContractServer();
  for (const [name, value] of Object.entries(globals)) Object.defineProperty(globalThis, name, {value, configurable: true});
  console.info = () => {};
});

after(async () => {
  console.info = quiet;
  for (const name of Object.keys(globals)) Reflect.deleteProperty(globalThis, name);
  await server.close();
});

const badHosts = (good: ProviderConfig): Record<string, ProviderConfig> => ({
  'an api-host that is no address': {...good, apiHost: 's3cret'},
  'an api-host with a password': {...good, apiHost: 'https://user:s3cret@a.example'},
  'a key in the query of api-host': {...good, apiHost: 'https://a.example/?key=s3cret'},
  'a fragment in api-host': {...good, apiHost: 'https://a.example/#s3cret'},
  'another protocol': {...good, apiHost: 'javascript:s3cret'},
  'a path that is another host': {...good, apiHost: '//s3cret.example'},
});

const runner = {describe, it};
const shared = {server: () => Promise.resolve(server)};

describeProviderContract(runner, {
  ...shared,
  create: createPostHog,
  config: apiHost => ({apiKey: 'phc_demo', apiHost}),
  badConfigs: {
    ...badHosts({apiKey: 'phc_demo'}),
    'no api-host': {apiKey: 'phc_demo'},
    'no api-key': {apiHost: 'https://a.example'},
    'a key with spaces': {apiHost: 'https://a.example', apiKey: 's3cret key'},
    'a personal key': {apiHost: 'https://a.example', apiKey: 'phx_s3cret'},
  },
});

describeProviderContract(runner, {
  ...shared,
  create: createPlausible,
  config: apiHost => ({domain: 'site.example', apiHost}),
  badConfigs: {
    ...badHosts({domain: 'site.example'}),
    'no domain': {},
    'an address as the domain': {domain: 'https://s3cret.example'},
    'an empty domain in the list': {domain: 'site.example,'},
    'a max age that is no number': {domain: 'site.example', options: {maxAgeMinutes: 's3cret'}},
    'a max age of nothing': {domain: 'site.example', options: {maxAgeMinutes: 0}},
  },
});

describeProviderContract(runner, {
  ...shared,
  create: createMatomo,
  config: apiHost => ({siteId: '3', apiHost}),
  badConfigs: {
    ...badHosts({siteId: '3'}),
    'no api-host': {siteId: '3'},
    'no site-id': {apiHost: 'https://a.example'},
    'a site-id that is no number': {apiHost: 'https://a.example', siteId: 's3cret'},
    'dimensions without numbers': {apiHost: 'https://a.example', siteId: '3', options: {dimensions: {plan: 's3cret'}}},
  },
});

describeProviderContract(runner, {
  ...shared,
  create: createHttp,
  config: url => ({apiHost: `${url}/events`, options: {dedupes: true}}),
  badConfigs: {...badHosts({}), 'no api-host': {}},
});

describeProviderContract(runner, {...shared, create: createSampleProvider, config: apiHost => ({apiHost})});

/** The adapter that the documentation shows, as it stands there. */
const page = readFileSync(new URL('../../../docs/providers.md', import.meta.url), 'utf8');
const [, example = ''] = /```js\n(import [^`]*?export const createMyProvider[^]*?)```/.exec(page) ?? [];
const ours = new URL('../../../src/providers/index.ts', import.meta.url).href;
const code = encodeURIComponent(example.replace("'askfirst/providers'", `'${ours}'`));
const {createMyProvider} = (await import(`data:text/javascript,${code}`)) as {createMyProvider: ProviderFactory};

describeProviderContract(runner, {
  ...shared,
  create: createMyProvider,
  config: apiHost => ({apiHost}),
  badConfigs: {...badHosts({}), 'no api-host': {}},
});

describeProviderContract(runner, {create: createConsole, config: () => ({})});

describeProviderContract(runner, {create: createNoop, config: () => ({})});
