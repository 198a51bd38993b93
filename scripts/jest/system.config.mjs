import configuration from '../../jest.config.mjs';

/** Tests that need a Debian package; each file's comment `needs: <package> …` names it for .ci/run. */
export default {
  ...configuration,
  testMatch: ['**/*.system.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
};
