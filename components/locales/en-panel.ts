import type {PanelTexts, ReloadTexts} from '../texts.js';

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
  receipt: 'Download receipt',
  forget: 'Delete my data',
  services: 'Services',
  stores: 'Stores {what}',
  storesNothing: 'Stores nothing',
  keptFor: 'Kept for {time}',
  recipient: 'Recipient: {name}',
  purposes: {
    essential: 'Needed for the site to work. Remembers this choice.',
    analytics: 'Shows us how the site is used, not who you are.',
    marketing: 'Measures and improves our advertising.',
  },
};

/** English for the offer to reload. */
export const englishReload: ReloadTexts = {
  text: 'Some services stop only when the page is reloaded.',
  now: 'Reload now',
};
