import {AnalyticsExtensions} from 'posthog-js/dist/extension-bundles.js';
import type {Feature} from './feature.js';

/** Not what is private, nor anything inside it, nor the control that holds it: its text would be told with the control's. */
const ignored = ['[data-private]', 'a:has([data-private])', 'button:has([data-private])', '.ph-no-autocapture', '[data-ph-no-autocapture]'];

/** Clicks, changes and submits as `$autocapture`, and `$rageclick`. */
export const feature = (): Feature => ({
  extensions: {autocapture: AnalyticsExtensions.autocapture},
  config: {autocapture: {css_selector_ignorelist: ignored}, rageclick: {css_selector_ignorelist: [...ignored, '.ph-no-rageclick']}},
  project: {autocapture_opt_out: false},
});
