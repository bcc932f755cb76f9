import {AnalyticsExtensions} from 'posthog-js/dist/extension-bundles.js';
import type {Feature} from './feature.js';

/** Where the pointer clicked and rested, by address of the page, as `$$heatmap` every 5 s. */
export const feature = (): Feature => ({
  extensions: {heatmaps: AnalyticsExtensions.heatmaps},
  config: {capture_heatmaps: true},
  project: {heatmaps: true},
});
