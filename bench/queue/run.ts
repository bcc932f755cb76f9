/**
 * What the page pays for an event that waits, beside a bare `localStorage.setItem` of the same bytes and beside other libraries:
 * `npm run bench:queue -- --rounds 5 --contenders askfirst,snowplow --json FILE`. All are off the network, and take turns in one run.
 */
import {readFile, writeFile} from 'node:fs/promises';
import {parseArgs} from 'node:util';
import {measure} from './measure.js';
import type {Measured} from './measure.js';
import {contenders, startPages} from './pages.js';
import {report} from './report.js';

const {values} = parseArgs({
  options: {
    rounds: {type: 'string', default: '5'},
    /** Seconds that filling one page may take. */
    patience: {type: 'string', default: '60'},
    contenders: {type: 'string', default: contenders.join()},
    json: {type: 'string'},
    /** Reports from such a file, and measures nothing. */
    from: {type: 'string'},
  },
});

const run = async (): Promise<Measured> => {
  const names = values.contenders.split(',');
  const pages = await startPages();
  const chosen = contenders.filter(contender => names.includes(contender));
  return measure(pages, chosen, Number(values.rounds), Number(values.patience) * 1000, text => process.stderr.write(`${text}\n`)).finally(
    pages.stop,
  );
};

const measured = values.from ? (JSON.parse(await readFile(values.from, 'utf8')) as Measured) : await run();
if (values.json) await writeFile(values.json, JSON.stringify(measured, null, 2));
console.log(
  report(
    measured,
    contenders.filter(contender => measured.bursts[contender]),
  ),
);
