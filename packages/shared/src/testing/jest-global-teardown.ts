import { stopTestServer } from './test-server.js';

/** Stops the run's server and removes its data. */
export default async function globalTeardown(): Promise<void> {
  await stopTestServer();
}
