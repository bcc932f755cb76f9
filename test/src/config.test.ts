import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {isCategory, settingsOf} from '../../src/config.js';

describe('the configuration', () => {
  it('has a default for everything', () => {
    const settings = settingsOf({});
    assert.deepEqual(settings.consent, {
      categories: ['analytics', 'marketing'],
      policyVersion: '1.0',
      expiresDays: 182,
      gpc: 'refuse',
      dnt: 'ignore',
      cookieName: undefined,
      cookieDomain: undefined,
      storageKey: 'askfirst:consent',
    });
    assert.deepEqual([settings.held, settings.prefix], [false, 'askfirst']);
  });

  it('takes what the owner says', () => {
    const settings = settingsOf({categories: ['video', 'video'], storagePrefix: 'shop', beforeDecision: 'hold'});
    assert.deepEqual([settings.consent.categories, settings.consent.storageKey, settings.held], [['video'], 'shop:consent', true]);
  });

  for (const name of [
    '',
    'essential',
    'timestamp',
    '__proto__',
    'constructor ',
    'toString',
    'Analytics',
    '1st',
    'a b',
    '😀',
    'x'.repeat(33),
  ])
    it(`refuses ${JSON.stringify(name.slice(0, 12))} as a category`, () => {
      assert.equal(isCategory(name), false);
      assert.throws(() => settingsOf({categories: [name]}), {code: 'bad-category'});
    });

  it('takes names of words that objects have, which are then names like any other', () => {
    assert.equal(isCategory('constructor'), true);
    assert.equal(isCategory('video_embeds-2'), true);
  });
});
