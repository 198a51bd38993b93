import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));

/** Tests named `*.real.test.ts` read real data that is not part of the project. */
const realData = existsSync(process.env.PLIMSOLL_SHARED_DATA ?? join(root, '../shared/data'));

/** @type {import('jest').Config} */
export default {
  rootDir: root,
  // A worker loads every module once, not once for each test file.
  runtime: '<rootDir>/scripts/jest/shared-runtime.cjs',
  testEnvironment: '<rootDir>/scripts/jest/shared-environment.cjs',
  testSequencer: '<rootDir>/scripts/jest/longest-first.cjs',
  roots: ['gateway', 'services', 'packages', 'standalone', 'cli', 'bench', 'scripts'].map(
    (folder) => `<rootDir>/${folder}`,
  ),
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: [
    '/node_modules/',
    '/dist/',
    '\\.system\\.test\\.ts$',
    '\\.long\\.test\\.ts$',
    ...(realData ? [] : ['\\.real\\.test\\.ts$']),
  ],
  modulePathIgnorePatterns: ['<rootDir>/(?!node_modules/).*/dist/'],
  resolver: '<rootDir>/scripts/jest/resolver.cjs',
  moduleNameMapper: {
    '^@plimsoll/shared/testing$': '<rootDir>/packages/shared/src/testing/index.ts',
    '^@plimsoll/(shared|demonstration|json-schema|working-time)$': '<rootDir>/packages/$1/src/index.ts',
    '^@plimsoll/(entitlements|tickets|assets|analytics)$': '<rootDir>/services/$1/src/index.ts',
    '^@plimsoll/(gateway|standalone|cli|bench)$': '<rootDir>/$1/src/index.ts',
  },
  transform: { '\\.ts$': '<rootDir>/scripts/jest/transform.cjs' },
  setupFiles: ['<rootDir>/scripts/jest/environment.cjs'],
  maxWorkers: 2,
  // A worker keeps the modules of the files it has run: one that has grown too large makes room for another.
  workerIdleMemoryLimit: '1GB',
  // Against hanging alone: a busy machine takes several times as long as a quiet one.
  testTimeout: 120_000,
  globalSetup: '<rootDir>/scripts/jest/global-setup.mjs',
  globalTeardown: '<rootDir>/scripts/jest/global-teardown.mjs',
};
