import assert from 'node:assert/strict';
import {describe, it} from 'node:test';

describe('in Node', () => {
  it('importing has no side effect: no throw, no global, nothing left running', async () => {
    const before = Reflect.ownKeys(globalThis);
    const {createAnalytics, analytics, consent} = await import('../../src/index.js');
    assert.deepEqual(Reflect.ownKeys(globalThis), before);

    assert.equal(consent.hasConsent('analytics'), false);
    assert.equal(consent.get().decided, false);
    analytics.track('rendered_on_the_server');
    assert.deepEqual(analytics.headers(), {'X-Analytics-Consent': 'false'});
    assert.deepEqual(Reflect.ownKeys(globalThis), before);

    const pair = createAnalytics({provider: 'posthog', apiKey: 'phc_demo', apiHost: 'https://eu.i.posthog.com'});
    pair.consent.acceptAll();
    assert.equal(pair.consent.hasConsent('analytics'), false, 'nothing happens until start()');
    await pair.analytics.flush();
    pair.stop();
  });

  it('the elements can be imported, as a page that is rendered on a server does', async () => {
    const {ConsentBanner} = await import('../../components/define-all.js');
    assert.equal(typeof ConsentBanner, 'function');
    assert.equal(typeof document, 'undefined');
  });

  it('a wrong set-up in script is told at once', async () => {
    const {createAnalytics, SetupError} = await import('../../src/index.js');
    assert.throws(
      () => createAnalytics({categories: ['__proto__']}),
      (error: unknown) => error instanceof SetupError && error.code === 'bad-category',
    );
  });
});
