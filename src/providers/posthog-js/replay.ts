import {SessionReplayExtensions} from 'posthog-js/dist/extension-bundles.js';
import 'posthog-js/dist/posthog-recorder.js';
import type {Feature} from './feature.js';
import {globalsNamed} from './globals.js';
import type {ReplayMasks} from './replay-masks.js';

const globals = globalsNamed('rrweb', 'rrwebPlugins', 'initSessionRecording');

/** What the page looks like and what is done in it, from the first action of the visitor on. No console, no network, no canvas, no fonts. */
export const feature = (masks: ReplayMasks): Feature => ({
  extensions: {sessionRecording: SessionReplayExtensions.sessionRecording},
  config: {
    disable_session_recording: false,
    session_recording: {
      ...masks,
      blockSelector: '[data-private]',
      maskAllInputs: true,
      maskTextSelector: '*',
      collectFonts: false,
      recordCrossOriginIframes: false,
      // Compressed whole before they are sent; each by itself could not be looked into.
      compress_events: false,
    },
  },
  project: {sessionRecording: {endpoint: '/s/'}},
  globals,
});
