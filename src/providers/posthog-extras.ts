import {systemClock} from '../lib/clock.js';
import type {ProviderExtras} from './http-provider.js';
import {createPostHogFlags} from './posthog-flags.js';
import type {PostHogFlags, PostHogFlagsParts} from './posthog-flags.js';
import type {PostHogJs, ReplayOptions} from './posthog-js/start.js';

export interface PostHogExtrasParts extends Omit<PostHogFlagsParts, 'bootstrap'> {
  /** `flags`: what they say until an answer has come; `replay`: how recordings are made. */
  readonly options: Readonly<Record<string, unknown>>;
}

export interface PostHogExtras extends ProviderExtras {
  /** The visitor may be another one by now. */
  refresh(): void;
}

const ofSdk = ['replay', 'autocapture', 'surveys', 'heatmaps'];
const known = ['flags', ...ofSdk];

/** Which surveys the visitor has seen, left or begun, answers included. `about-provider.ts` tells the visitor. */
const keptBySurveys = {localStorage: ['seenSurvey_*', 'abandonedSurvey_*', 'inProgressSurvey_*', 'lastSeenSurveyDate']};

/** Whether there was a posthog-js in the page before ours. */
const foreign = '__PosthogExtensions__' in globalThis;

/** posthog-js is fetched beside everything else: nothing waits for it. */
const startSdk = (features: readonly string[], parts: PostHogExtrasParts, flags: PostHogFlags | undefined): PostHogJs => {
  let sdk: PostHogJs | undefined;
  let over = false;
  import('./posthog-js/start.js')
    .then(({startPostHogJs, clearGlobals}) => {
      if (over) clearGlobals(foreign);
      else
        sdk = startPostHogJs(features, {
          ...parts,
          flags,
          foreign,
          clock: systemClock,
          replay: Object(parts.options['replay']) as ReplayOptions,
        });
    })
    .catch(() => over || parts.host.warn('features-failed', `the code for ${features.join(', ')} could not be fetched`));
  return {
    refresh: () => sdk?.refresh(),
    stop() {
      over = true;
      sdk?.stop();
    },
  };
};

/** What `features` asks for beyond events. */
export const createPostHogExtras = (features: readonly string[], parts: PostHogExtrasParts): PostHogExtras => {
  const unknown = features.filter(feature => !known.includes(feature));
  if (unknown.length) parts.host.warn('unknown-feature', `PostHog has no such features: only ${known.join(', ')}`);
  const wanted = ofSdk.filter(feature => features.includes(feature));
  // Surveys are targeted by flags.
  const flags =
    features.includes('flags') || wanted.includes('surveys')
      ? createPostHogFlags({...parts, bootstrap: Object(parts.options['flags']) as PostHogFlagsParts['bootstrap']})
      : undefined;
  const sdk = wanted.length ? startSdk(wanted, parts, flags) : undefined;
  const refresh = () => {
    void flags?.refresh();
    sdk?.refresh();
  };
  void flags?.refresh();
  return {
    flags: features.includes('flags') ? flags : undefined,
    stores: wanted.includes('surveys') ? keptBySurveys : undefined,
    refresh,
    reset: refresh,
    shutdown() {
      flags?.stop();
      sdk?.stop();
    },
  };
};
