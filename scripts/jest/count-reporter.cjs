const { writeFileSync } = require('node:fs');

/** Writes `{ passed, failed, skipped }` of a finished run to the file named by PLIMSOLL_TEST_COUNTS. */
module.exports = class CountReporter {
  onRunComplete(_contexts, results) {
    const file = process.env.PLIMSOLL_TEST_COUNTS;
    if (!file) return;
    const counts = {
      passed: results.numPassedTests,
      // A test file that does not load counts as one failure, whatever it would have held.
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests + results.numTodoTests,
    };
    writeFileSync(file, JSON.stringify(counts));
  }
};
