import {systemClock} from '../lib/clock.js';
import {createPost} from '../lib/post.js';
import {createSendThrough} from '../providers/send-through.js';
import type {AnalyticsProvider, ProviderFactory, SendOptions, SendResult} from '../provider-types.js';
import type {EventRecord, ProviderConfig} from '../types.js';
import type {ContractServer} from './contract-server.js';
import {sampleRecord} from './sample-records.js';
import type {StoredNames} from './stored-names.js';

export interface ContractSubject {
  readonly create: ProviderFactory;
  /** A configuration that works, for a provider that is to send to this address. */
  readonly config: (serverUrl: string) => ProviderConfig;
  /** Configurations that cannot work, by what is wrong. None may be quoted: a value that holds `s3cret` must not be in the message. */
  readonly badConfigs?: Readonly<Record<string, ProviderConfig>>;
  /** The server, started once; `startContractServer` where the tests run in Node. Left out for a provider that talks to nobody. */
  readonly server?: () => Promise<ContractServer>;
  /** What is stored now; read from this environment unless given. */
  readonly storedNames?: () => Promise<StoredNames>;
}

/** One provider, initialised for a test. */
export interface Running {
  readonly provider: AnalyticsProvider;
  readonly deliver: (records: readonly EventRecord[], options?: Partial<SendOptions>) => Promise<SendResult>;
  /** What `host.post` asked of fetch. */
  readonly fetches: readonly RequestInit[];
}

export interface ContractRun {
  start(url: string, config?: ProviderConfig): Promise<Running>;
  /** Runs the body with an empty log; a provider that talks to nobody gets an address that nobody listens at. */
  withServer(body: (url: string, server: ContractServer) => Promise<void>): Promise<void>;
}

/** A fresh provider per test, on the real post and the real fetch. */
export const createContractRun = (subject: ContractSubject): ContractRun => ({
  async start(url, config = subject.config(url)) {
    const provider = subject.create();
    const fetches: RequestInit[] = [];
    const fetchAndNote: typeof fetch = (input, init) => {
      fetches.push(init ?? {});
      return fetch(input, init);
    };
    const post = createPost({...systemClock, fetch: () => fetchAndNote, pageProtocol: 'http:'});
    const identity = () => ({distinctId: 'a1', anonymousId: 'a1', userId: null, sessionId: sampleRecord().session_id});
    const host = {
      post,
      origin: 'http://site.example',
      now: () => Date.now(),
      warn() {},
      identity,
      capture() {},
      guard: <T>(value: T) => value,
    };
    await provider.init(config, host);
    const send = createSendThrough(provider);
    const defaults = {signal: new AbortController().signal, keepalive: false};
    return {provider, fetches, deliver: (records, options) => send(records, {...defaults, ...options})};
  },

  async withServer(body) {
    const server = await subject.server?.();
    server?.clear();
    await body(server?.url ?? 'http://127.0.0.1:9', server!);
  },
});
