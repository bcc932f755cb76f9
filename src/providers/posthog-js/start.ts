import type {Clock} from '../../lib/clock.js';
import type {ProviderHost} from '../../provider-types.js';
import type {Feature} from './feature.js';
import {clearGlobals} from './globals.js';
import {guardSnapshot} from './guard-snapshot.js';
import {startInstance} from './instance.js';
import {ownEvent} from './own-event.js';
import type {SdkEvent} from './own-event.js';
import {createReplayMasks} from './replay-masks.js';
import {isSampled} from './is-sampled.js';
import {createSnapshotSender} from './snapshot-sender.js';
import type {SurveyFlags} from './surveys.js';

export {clearGlobals};

/** What the owner says about recordings: `options='{"replay": {…}}'`. */
export interface ReplayOptions {
  /** Which part of all sessions is recorded, 0 to 1. Default 1. */
  readonly sampleRate?: number;
  /** `masked` (the default): text is recorded as stars. `guarded`: as it is, but for what the guard masks. */
  readonly text?: 'masked' | 'guarded';
}

export interface PostHogJsParts {
  readonly endpoint: string;
  readonly apiKey: string;
  readonly host: ProviderHost;
  readonly clock: Clock;
  readonly flags: SurveyFlags | undefined;
  /** Whether the page has a posthog-js of its own. */
  readonly foreign: boolean;
  readonly replay: ReplayOptions;
}

export interface PostHogJs {
  /** The visitor, or the session, may be another one by now. */
  refresh(): void;
  /** Ends everything, and what is still on its way as soon as it arrives. */
  stop(): void;
}

/**
 * The features that need posthog-js, each a chunk of its own beside its core. What they capture goes the way of our own events; recordings,
 * which are too large for that, are masked and sent to `{api-host}/s/`. For each session there is a new instance, with our ids.
 */
export const startPostHogJs = (features: readonly string[], parts: PostHogJsParts): PostHogJs => {
  const {endpoint, apiKey, host, clock, flags, foreign, replay} = parts;
  const leaving = () => document.visibilityState === 'hidden';
  const snapshots = createSnapshotSender({host, clock, url: `${endpoint}/s/`, leaving});
  let session: string | undefined;
  let end: (() => void) | undefined;
  let over = false;

  const clear = () => clearGlobals(foreign);

  const load = async (feature: string): Promise<Feature | undefined> => {
    if (feature === 'autocapture') return (await import('./autocapture.js')).feature();
    if (feature === 'heatmaps') return (await import('./heatmaps.js')).feature();
    if (feature === 'surveys') return flags && (await import('./surveys.js')).feature(flags);
    return (await import('./replay.js')).feature(createReplayMasks(host.guard, replay.text === 'guarded'));
  };
  const tryToLoad = async (feature: string) => {
    try {
      return (await load(feature)) ?? [];
    } catch {
      host.warn('features-failed', `the code for ${feature} could not be fetched`);
      return [];
    }
  };

  const onEvent = (event: SdkEvent) => {
    const before = session;
    refresh();
    if (event.event === '$snapshot') {
      // What was recorded while the session ended is of neither: the next one begins with a picture of its own.
      const snapshot = session === before && guardSnapshot(event.properties, host.identity(), host, apiKey);
      if (snapshot) snapshots.send(snapshot);
    } else {
      const properties = ownEvent(features, event);
      if (properties) host.capture(event.event, properties);
    }
  };

  const start = async () => {
    const {sessionId} = host.identity();
    session = sessionId;
    const wanted = features.filter(feature => feature !== 'replay' || isSampled(sessionId, replay.sampleRate));
    const loaded = (await Promise.all(wanted.map(tryToLoad))).flat();
    if (over) return clear();
    if (session !== sessionId || !loaded.length) return;
    end = startInstance({apiKey, endpoint, identity: host.identity(), features: loaded, foreign, onEvent});
  };

  const refresh = () => {
    if (over || session === host.identity().sessionId) return;
    const endBefore = end;
    end = undefined;
    void start();
    endBefore?.();
  };

  void start();
  return {
    refresh,
    stop() {
      over = true;
      snapshots.stop();
      end?.();
      clear();
    },
  };
};
