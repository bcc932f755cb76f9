import assert from 'node:assert/strict';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {it} from 'node:test';
import {watchProviders} from '../engines/watch-providers.js';
import {launchChromium} from '../faults/puppeteer-driver.js';

/** `npm run test:engines` does the same in Firefox and WebKit. */
it('every provider asks first, stops and leaves nothing, under the exact policy of its configuration, in Chromium', async () => {
  const profile = await mkdtemp(join(tmpdir(), 'askfirst-chromium-'));
  const browser = await launchChromium(profile);
  try {
    for (const [name, wrongs] of Object.entries(await watchProviders(browser))) assert.deepEqual(wrongs, [], name);
  } finally {
    await browser.close();
    await rm(profile, {recursive: true, force: true, maxRetries: 5, retryDelay: 200});
  }
});
