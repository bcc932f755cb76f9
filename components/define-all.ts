export * from './analytics-provider/define.js';
export * from './analytics-root/define.js';
export * from './consent-banner/define.js';
export * from './consent-gate/define.js';
export * from './consent-settings/define.js';
export * from './consent-toggle/define.js';
export * from './consent-trigger/define.js';
export * from './feature-flag/define.js';
