// `npm test`: every test that Node alone allows. `--system` and `--long` run the two other kinds (see below).
// Properties are tried with the same random cases each time; `--explore` runs the tests that have any with others, and
// names the seed by which PLIMSOLL_TEST_SEED repeats them.
// Further arguments go to jest. The last line is always `N passed, N failed`.
import './workspace/node-version.mjs';
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareOrExit } from './workspace/command.mjs';
import { root } from './workspace/prepare.mjs';

const configurations = {
  '--explore': 'scripts/jest/explore.config.mjs',
  '--system': 'scripts/jest/system.config.mjs',
  '--long': 'scripts/jest/long.config.mjs',
};

const realData = existsSync(process.env.PLIMSOLL_SHARED_DATA ?? join(root, '../shared/data'));
const args = process.argv.slice(2);
const kind = args.find((argument) => argument in configurations);
const jestArgs = args.filter((argument) => argument !== kind);

const exploring = kind === '--explore';
if (exploring) process.env.PLIMSOLL_TEST_SEED ??= String(randomInt(2 ** 31));
const seedLine = exploring
  ? `Random cases of seed ${process.env.PLIMSOLL_TEST_SEED}; the same again: ` +
    `PLIMSOLL_TEST_SEED=${process.env.PLIMSOLL_TEST_SEED} npm run test:explore\n`
  : '';
process.stdout.write(seedLine);

await prepareOrExit();
const { exitCode, counts } = await runJest(kind ? configurations[kind] : 'jest.config.mjs', jestArgs);
const complaint = judge(counts, exitCode);
if (complaint) process.stdout.write(`\n${complaint}\n`);
if (kind === undefined) {
  process.stdout.write(
    '\nNot part of this run:\n' +
      '  npm run test:system   tests that need a Debian package (each names it; .ci/run installs them)\n' +
      '  npm run test:long     tests that take up to an hour\n' +
      '  npm run test:explore  the properties again, with other random cases each time\n' +
      (realData ? '' : '  *.real.test.ts        tests of real data: none is at ../shared/data\n'),
  );
}
process.stdout.write(seedLine);
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed\n`);
process.exitCode = complaint ? exitCode || 1 : exitCode;

/** What is wrong with the run beyond the tests that jest has already shown, or undefined. */
function judge(result, code) {
  if (result.passed + result.failed === 0) return 'No test ran.';
  if (code !== 0 && result.failed === 0) return `jest ended with code ${code} although no test failed.`;
  if (result.skipped > 0 && jestArgs.length === 0)
    return `${result.skipped} tests are switched off; none may be.`;
  return undefined;
}

/** Runs jest and returns its exit code and the counts its reporter wrote; no counts means it broke down. */
async function runJest(configuration, extra) {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-test-'));
  const countsFile = join(folder, 'counts.json');
  const jest = [
    join(root, 'node_modules/jest/bin/jest.js'),
    // First: a path behind a reporter would be taken for another one.
    ...extra,
    `--config=${join(root, configuration)}`,
    '--reporters=default',
    `--reporters=${join(root, 'scripts/jest/count-reporter.cjs')}`,
  ];
  const child = spawn(process.execPath, jest, {
    cwd: root,
    stdio: ['inherit', 'inherit', 'inherit'],
    env: { ...process.env, PLIMSOLL_TEST_COUNTS: countsFile },
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  const code = await new Promise((resolve) => child.on('close', (status) => resolve(status ?? 1)));
  try {
    return { exitCode: code, counts: JSON.parse(readFileSync(countsFile, 'utf8')) };
  } catch {
    return { exitCode: code || 1, counts: { passed: 0, failed: 0, skipped: 0 } };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
