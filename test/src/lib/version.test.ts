import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {test} from 'node:test';
import {version} from '../../../src/lib/version.js';

test('is the version in package.json', async () => {
  const file = await readFile(new URL('../../../package.json', import.meta.url), 'utf8');
  assert.equal((JSON.parse(file) as {version: string}).version, version);
});
