import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import configuration from '../../jest.config.mjs';

const { rootDir } = configuration;
const tests = configuration.roots
  .map((folder) => folder.replace('<rootDir>', rootDir))
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true })
      .filter((file) => file.endsWith('.test.ts') && !file.includes('node_modules'))
      .map((file) => join(folder, file)),
  );

/** Tests of properties alone: whoever runs them gives each run a seed of its own. */
export default {
  ...configuration,
  testMatch: tests.filter((file) => /\bfc\.assert\(/.test(readFileSync(file, 'utf8'))),
};
