export {
  countStatements,
  emptyTestDatabase,
  testDatabase,
  testLogger,
  type TestDatabase,
  type TestDatabaseOptions,
} from './test-database.js';
export { testServerUrl } from './test-server.js';
