/** Stops what `global-setup.mjs` started. */
export default async function globalTeardown(globalConfig, projectConfig) {
  const hook = await import('../../packages/shared/src/testing/jest-global-teardown.ts');
  await hook.default(globalConfig, projectConfig);
}
