import { startTestServer } from './test-server.js';

/** One PostgreSQL server for the whole run; the test files find it through the environment. */
export default async function globalSetup(): Promise<void> {
  await startTestServer();
}
