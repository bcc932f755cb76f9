import {limits} from '../collector/limits.js';

export type RelayVendor = 'posthog' | 'plausible' | 'matomo';

/** A request that a vendor's script, or our adapter, makes. */
export interface RelayPath {
  /** Of the path behind the relay's own, compared as it is written: nothing is decoded. */
  readonly pattern: RegExp;
  readonly methods: readonly string[];
  /** The largest body (bytes). */
  readonly maxBytes: number;
  /** Code and settings, which PostHog's cloud keeps on another host. */
  readonly asset?: boolean;
}

const send = (pattern: RegExp, maxBytes: number, methods: readonly string[] = ['POST']): RelayPath => ({pattern, methods, maxBytes});
const asset = (pattern: RegExp): RelayPath => ({pattern, methods: ['GET', 'HEAD'], maxBytes: 0, asset: true});

/** Everything that is passed on; the sizes are the vendors' own where they have one. */
export const relayPaths: Readonly<Record<RelayVendor, readonly RelayPath[]>> = {
  posthog: [
    send(/^\/batch\/?$/, limits.batchBytes),
    send(/^\/(e|i\/v0\/e|capture|i\/v1\/analytics\/events)\/?$/, limits.eventBytes),
    send(/^\/flags\/?$/, limits.flagBytes),
    send(/^\/s\/?$/, limits.recordingBytes),
    send(/^\/api\/surveys\/?$/, 0, ['GET']),
    asset(/^\/array\/phc_[\w-]{1,60}\/(config|config\.js|array\.js)$/),
    asset(/^\/static\/(?:[\w-]{1,60}\/)?[\w.-]{1,80}\.js$/),
  ],
  plausible: [send(/^\/api\/event$/, 64 * 1024), asset(/^\/js\/[\w.-]{1,80}\.js$/)],
  matomo: [send(/^\/(matomo|piwik)\.php$/, limits.eventBytes, ['POST', 'GET', 'HEAD']), asset(/^\/(matomo|piwik)\.js$/)],
};

/** Where a vendor keeps its code: PostHog's cloud beside its API, all others at the same address. */
export const assetAddress = (vendor: RelayVendor, address: string): string =>
  vendor === 'posthog' ? address.replace(/^https:\/\/(eu|us)\.i\.posthog\.com\b/, 'https://$1-assets.i.posthog.com') : address;
