import configuration from '../../jest.config.mjs';

// Tests of rules need no database: leaving the server out makes many short runs quick.
const { globalSetup: _setup, globalTeardown: _teardown, ...pure } = configuration;

/** Pure tests alone, without the test kit's server. */
export default pure;
