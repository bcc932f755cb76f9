import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {runScenario} from '../faults/run-scenario.js';
import {scenarios} from '../faults/scenarios.js';

/** The quick ones, with small crowds and short outages; `npm run test:faults` runs all, in all engines. */
const quick = ['1', '2', '4b', '5', '6', '12', '13', '15'];

describe('delivery survives, in Chromium with a real sink (short form of test:faults):', () => {
  for (const scenario of scenarios.filter(({id}) => quick.includes(id)))
    it(`${scenario.id}: ${scenario.title}`, async () => {
      const {failures} = await runScenario(scenario, 'chromium', true);
      assert.deepEqual(failures, []);
    });
});
