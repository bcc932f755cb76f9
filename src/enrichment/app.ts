import type {Properties} from '../types.js';

/** What the owner says about the application; what is not said is left out. */
export const appProperties = (app: {readonly appVersion?: string; readonly environment?: string}): Properties => ({
  ...(app.appVersion && {app_version: app.appVersion}),
  ...(app.environment && {environment: app.environment}),
});
