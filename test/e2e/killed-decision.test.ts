import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {survive, wrongWith} from '../faults/killed-decision.js';

describe('a decision survives a browser killed by SIGKILL (short form of test:kills):', () => {
  for (const last of ['granted', 'refused'] as const)
    for (const run of [1, 2]) it(`${last} at last, run ${run}`, async () => assert.deepEqual(wrongWith(last, await survive(last)), []));
});
