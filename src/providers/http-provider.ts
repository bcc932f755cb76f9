import {Misconfigured, RetryLater} from '../lib/send-errors.js';
import type {AnalyticsProvider, ProviderFlags, ProviderHost, ProviderManifest, SendOptions, SendResult} from '../provider-types.js';
import type {EventRecord, ProviderConfig} from '../types.js';
import {storesNothing} from './stores-nothing.js';

const day = 86_400_000;

/** What a provider that is spoken over HTTP can take. */
export type Limits = Pick<ProviderManifest, 'maxAgeMs' | 'batch' | 'dedupes'>;

/** A provider whose configuration has been found good. */
export interface Connection {
  /** The base address, as `parseEndpoint` gives it. */
  readonly endpoint: string;
  /** Limits that the configuration changes. */
  readonly limits?: Partial<Limits>;
  /** At least one record. `open` turns false at shutdown: no further request may begin. */
  send(records: readonly EventRecord[], options: SendOptions, open: () => boolean): Promise<SendResult>;
  /** What the provider has beyond events: on its way from the start, and undefined if it cannot be had. */
  readonly extras?: Promise<ProviderExtras | undefined>;
}

/** Something that runs beside the sending of events, and must end when the provider does. */
export interface ProviderExtras {
  readonly flags?: ProviderFlags | undefined;
  /** What it stores in the browser. */
  readonly stores?: Partial<ProviderManifest> | undefined;
  reset(): void;
  shutdown(): void | Promise<void>;
}

/**
 * By which a server that asks for consent knows of the visitor's: `analytics 1795305600000`, the category and the day (epoch ms, UTC) since
 * which it is granted. The moment itself would tell visitors apart.
 */
export const consentProof = ({category, epoch}: Pick<EventRecord, 'category' | 'epoch'>): string => `${category} ${epoch - (epoch % day)}`;

/**
 * An adapter that stores nothing and takes whole records; `connect` throws `SetupError` when the configuration cannot work. Its `open` turns
 * false at shutdown: what is still on its way by then must not begin.
 */
export const createHttpProvider = (
  name: string,
  limits: Limits,
  connect: (config: ProviderConfig, host: ProviderHost, open: () => boolean) => Connection,
): AnalyticsProvider => {
  let manifest: ProviderManifest = {...storesNothing, hosts: [], canStop: true, ...limits};
  let connection: Connection | undefined;
  let extras: ProviderExtras | undefined;
  // A single call has no id and no time of its own; acknowledging it would be a lie.
  const onlyRecords = () => Promise.reject(new Misconfigured(`${name} takes records, through send()`));

  return {
    name,
    get manifest() {
      return manifest;
    },
    init(config, host) {
      const mine: Connection = (connection = connect(config, host, () => connection === mine));
      manifest = {...manifest, ...mine.limits, hosts: [new URL(mine.endpoint).origin]};
      return mine.extras?.then(arrived => {
        if (connection !== mine) return arrived?.shutdown();
        extras = arrived;
        manifest = {...manifest, ...arrived?.stores};
      });
    },
    track: onlyRecords,
    identify: onlyRecords,
    page: onlyRecords,
    get flags() {
      return extras?.flags;
    },
    reset: () => extras?.reset(),
    async send(records, options) {
      const current = connection;
      if (!current) throw new RetryLater(`${name} is not running`);
      return records.length ? current.send(records, options, () => connection === current) : undefined;
    },
    async shutdown() {
      const before = extras;
      connection = extras = undefined;
      await before?.shutdown();
    },
  };
};
