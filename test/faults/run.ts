import {writeFile} from 'node:fs/promises';
import {parseArgs} from 'node:util';
import type {Row} from './run-scenario.js';
import {runScenario, tableOf} from './run-scenario.js';
import {scenarios} from './scenarios.js';

// node --import tsx test/faults/run.ts [--scenario 5,6] [--engine chromium] [--repeat 3] [--short] [--json file]
const {values} = parseArgs({
  options: {
    scenario: {type: 'string'},
    engine: {type: 'string'},
    repeat: {type: 'string', default: '1'},
    short: {type: 'boolean', default: false},
    json: {type: 'string'},
  },
});

const wanted = (list: string | undefined, name: string) => !list || list.split(',').includes(name);
const rows: Row[] = [];
for (const scenario of scenarios.filter(({id}) => wanted(values.scenario, id)))
  for (const engine of scenario.engines.filter(name => wanted(values.engine, name)))
    for (let time = 0; time < Number(values.repeat); time++) {
      const row = await runScenario(scenario, engine, values.short);
      rows.push(row);
      const {tracked, delivered, dropped, waiting, lost, duplicates, allowed, seconds, failures, notes} = row;
      console.log(
        `${failures.length ? '✗' : '✓'} ${row.id} ${engine}: tracked ${tracked}, delivered ${delivered}, dropped and counted ${dropped}, waiting ${waiting}, lost ${lost}, ` +
          `duplicates ${duplicates} (allowed ${allowed}), ${seconds} s; ${notes.join('; ')}`,
      );
      for (const failure of failures) console.log(`    ${failure}`);
    }

console.log(`\n${tableOf(rows)}`);
if (values.json) await writeFile(values.json, JSON.stringify(rows, null, 2));
const failed = rows.filter(({failures}) => failures.length).length;
console.log(`\n${rows.length - failed} passed, ${failed} failed`);
process.exitCode = rows.length && !failed ? 0 : 1;
