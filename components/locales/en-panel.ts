import type {PanelTexts} from '../texts.js';

/** English for the settings; loaded with them. */
export const englishPanel: PanelTexts = {
  heading: 'Privacy settings',
  save: 'Save choices',
  withdraw: 'Withdraw all',
  close: 'Close',
  alwaysOn: 'Always on',
  lastDecision: 'Last changed {date}, policy version {version}.',
  noDecision: 'You have not decided yet.',
  byBrowser: 'Your browser asked us not to.',
  purposes: {
    essential: 'Needed for the site to work. Remembers this choice.',
    analytics: 'Shows us how the site is used, not who you are.',
    marketing: 'Measures and improves our advertising.',
  },
};
