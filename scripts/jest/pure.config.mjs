import configuration from '../../jest.config.mjs';

// Tests of rules need no database: leaving the server out makes many short runs quick.
const { globalSetup: _setup, globalTeardown: _teardown, setupFiles, ...pure } = configuration;

/** Pure tests alone, without the test kit's server and without shrinking, from a fixed seed. */
export default { ...pure, setupFiles: [...setupFiles, '<rootDir>/scripts/jest/first-failure.cjs'] };
