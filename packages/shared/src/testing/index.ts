export {
  countStatements,
  emptyTestDatabase,
  testDatabase,
  testLogger,
  type TestDatabase,
  type TestDatabaseOptions,
} from './test-database.js';
export { testServerUrl } from './test-server.js';
export { AdversarialBus } from './adversarial-bus.js';
export { eventBusContract } from './event-bus.contract.js';
export { testCallers, testSubgraph, type TestSubgraph } from './test-subgraph.js';
