import {appendFileSync} from 'node:fs';

const testsOf = suite => (suite ? [...suite.tests, ...suite.suites.flatMap(testsOf)] : []);

/** Adds the outcome of one runner to the account that `npm test` sums up (`TEST_COUNTS` names its file; else nothing happens). */
export const addCounts = counts => {
  if (process.env.TEST_COUNTS) appendFileSync(process.env.TEST_COUNTS, `${JSON.stringify(counts)}\n`);
};

/** A web-test-runner reporter: tests per engine. A file that could not run at all counts as one failure. */
export const countReporter = () => ({
  stop({sessions}) {
    for (const engine of new Set(sessions.map(session => session.group.name))) {
      const ran = sessions.filter(session => session.group.name === engine);
      const tests = ran.flatMap(session => testsOf(session.testResults));
      const failed = tests.filter(test => !test.passed && !test.skipped).length;
      const broken = ran.filter(session => !session.passed && !testsOf(session.testResults).some(test => !test.passed && !test.skipped));
      addCounts({
        name: engine,
        passed: tests.filter(test => test.passed && !test.skipped).length,
        failed: failed + broken.length,
        skipped: tests.filter(test => test.skipped).length,
      });
    }
  },
});
