export * from './analytics-root/define.js';
export * from './consent-banner/define.js';
export * from './consent-settings/define.js';
export * from './consent-toggle/define.js';
