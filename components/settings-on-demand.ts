import {warn} from '../src/lib/problems.js';
import type {ConsentSettings} from './consent-settings/consent-settings.js';

export const settingsTag = 'consent-settings';

/** Loads the element that shows the choices, which no page needs before there is a choice to show; false if that failed. */
export const loadSettings = (): Promise<boolean> =>
  import('./consent-settings/define.js').then(
    () => true,
    () => (warn('not-loaded', settingsTag), false),
  );

/** Opens them, loaded or not. */
export const openSettings = async (settings: Element): Promise<void> => {
  if (await loadSettings()) await (settings as ConsentSettings).open();
};
