import {expect} from '@open-wc/testing';
import {createAnalytics} from '../../../src/create-analytics.js';
import type {ConsentState} from '../../../src/types.js';
import {forget} from '../../helpers/forget.js';
import {until} from '../../helpers/until.js';

describe('another tab of the site', () => {
  it('is heard without focus, and its decision is taken from the disk', async () => {
    await forget('tabs');
    // A document of its own, with the same origin: storage events reach this page from it as from a tab.
    const tab = document.body.appendChild(document.createElement('iframe'));
    const pair = createAnalytics({storagePrefix: 'tabs', provider: 'console'});
    await until('the stored decision to be known', () => pair.consent.get().settled);
    const heard: ConsentState[] = [];
    pair.consent.subscribe(state => heard.push(state));
    const decide = (analytics: boolean, age = 0) =>
      tab.contentWindow!.localStorage.setItem(
        'tabs:consent',
        JSON.stringify({essential: true, analytics, marketing: false, timestamp: new Date(Date.now() - age).toISOString(), version: '1.0'}),
      );
    try {
      const began = performance.now();
      decide(true, 5000);
      await until('the grant', () => pair.consent.hasConsent('analytics'));
      const took = performance.now() - began;
      decide(false);
      await until('the withdrawal', () => !pair.consent.hasConsent('analytics'));
      expect(heard.map(({analytics, source}) => [analytics, source]).slice(1)).to.deep.equal([
        [true, 'other-tab'],
        [false, 'other-tab'],
      ]);
      console.info(`heard of the other tab after ${took.toFixed(0)} ms (with the 25 ms of asking)`);
    } finally {
      tab.remove();
      pair.stop();
      await forget('tabs');
    }
  });
});
