import {SurveysExtensions} from 'posthog-js/dist/extension-bundles.js';
import 'posthog-js/dist/surveys.js';
import type {FlagValue} from '../../types.js';
import {adoptStyle} from './adopt-style.js';
import type {Feature} from './feature.js';
import {globalsNamed} from './globals.js';

const globals = globalsNamed('generateSurveys');
delete (globalThis as {extendPostHogWithSurveys?: unknown}).extendPostHogWithSurveys;

/** What a survey is targeted by. */
export interface SurveyFlags {
  peek(key: string): FlagValue | undefined;
  onFlags(listener: () => void): () => void;
}

/** posthog-js's flags, answered by ours: it asks nobody, and keeps nothing of persons. */
const flagsClass = ({peek, onFlags}: SurveyFlags) => {
  const nothing = () => {};
  return class {
    readonly hasLoadedFlags = true;
    readonly isFeatureEnabled = (key: string) => Boolean(peek(key));
    readonly getFeatureFlag = (key: string) => peek(key);
    readonly onFeatureFlags = (listener: () => void) => onFlags(listener);
    readonly setPersonPropertiesForFlags = nothing;
    readonly ensureFlagsLoaded = nothing;
    readonly reloadFeatureFlags = nothing;
    readonly reset = nothing;
    readonly sendFlagCallsPendingCapture = nothing;
    readonly destroy = nothing;
  };
};

/** Surveys as they are set up at PostHog: shown, answered as `survey sent`, and remembered so that nobody is asked twice. */
export const feature = (flags: SurveyFlags): Feature => ({
  extensions: {surveys: SurveysExtensions.surveys, featureFlags: flagsClass(flags)},
  config: {disable_surveys: false, prepare_external_dependency_stylesheet: adoptStyle},
  project: {surveys: true},
  globals,
});
