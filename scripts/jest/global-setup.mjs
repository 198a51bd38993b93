// Jest calls these hooks outside the module system of the tests: tsx lets them be written like every source.
import { register } from 'tsx/esm/api';

register();

/** Runs the test kit's own hook: one PostgreSQL server for the whole run. */
export default async function globalSetup(globalConfig, projectConfig) {
  const hook = await import('../../packages/shared/src/testing/jest-global-setup.ts');
  await hook.default(globalConfig, projectConfig);
}
