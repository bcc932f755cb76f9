import assert from 'node:assert/strict';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, it} from 'node:test';
import {launchFirefox} from '../faults/puppeteer-driver.js';
import {launchWebKit} from '../faults/webkit-driver.js';
import {watchProviders} from './watch-providers.js';

describe('every provider asks first, stops and leaves nothing, under the exact policy of its configuration', () => {
  for (const [engine, launch] of Object.entries({firefox: launchFirefox, webkit: launchWebKit}))
    it(`in ${engine}`, {timeout: 170_000}, async () => {
      const profile = await mkdtemp(join(tmpdir(), `askfirst-${engine}-`));
      const browser = await launch(profile);
      try {
        for (const [name, wrongs] of Object.entries(await watchProviders(browser))) assert.deepEqual(wrongs, [], name);
      } finally {
        await browser.close();
        await rm(profile, {recursive: true, force: true, maxRetries: 5, retryDelay: 200});
      }
    });
});
