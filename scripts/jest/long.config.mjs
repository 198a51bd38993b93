import configuration from '../../jest.config.mjs';

/** Tests that take up to an hour: large data, long random runs. */
export default {
  ...configuration,
  testMatch: ['**/*.long.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  testTimeout: 3_600_000,
};
