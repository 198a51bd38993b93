/** What takes longest, in this order: begun last, one of them would keep one worker while the other has nothing to do. */
const longest = [
  'standalone/src/tenancy/',
  'cli/src/end-to-end/shapes',
  'cli/src/end-to-end/export',
  'cli/src/end-to-end/',
  'cli/src/import/',
  'crash',
  'standalone/',
  'bench/',
  '.int.test.ts',
];

/** The order of test files: the longest first, the larger first among those alike. */
module.exports = class LongestFirst {
  sort(tests) {
    const place = ({ path }) => {
      const found = longest.findIndex((part) => path.includes(part));
      return found < 0 ? longest.length : found;
    };
    const size = ({ path, context }) => context.hasteFS.getSize(path) ?? 0;
    return [...tests].sort((a, b) => place(a) - place(b) || size(b) - size(a));
  }

  /** Jest splits a run only where it is told to: every part then runs everything. */
  shard(tests) {
    return tests;
  }

  /** Nothing is kept from run to run: the order is the same each time. */
  cacheResults() {}

  allFailedTests(tests) {
    return tests;
  }
};
