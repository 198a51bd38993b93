import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../workspace/prepare.mjs';

/** A broken rule may never end; a test that has not ended by then has noticed. */
const limitMs = 120_000;

/**
 * Runs exactly the tests of these names (full, or the test's own title where that is unique) in one test file of a copied workspace.
 * @param {string} folder the copy
 * @param {string} test path of the test file in it
 * @param {string[]} names
 * @param {number} [seed] of the random cases of property tests
 * @returns {Promise<Map<string, { outcome: 'passed' | 'failed' | 'broken', detail?: string }>>} by name;
 *   `broken`: the test file does not load, or has no such test, or has it twice
 */
export async function runNamed(folder, test, names, seed = 1) {
  const answer = join(folder, 'answer.json');
  rmSync(answer, { force: true });
  const pattern = `(^| )(${names.map((name) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)).join('|')})$`;
  const { timedOut, output } = await jest(folder, seed, [
    `--config=${join(folder, test.includes('.int.') ? 'jest.config.mjs' : 'scripts/jest/pure.config.mjs')}`,
    '--runTestsByPath',
    join(folder, test),
    `--testNamePattern=${pattern}`,
    '--json',
    `--outputFile=${answer}`,
    '--runInBand',
    '--silent',
  ]);
  if (timedOut) return new Map(names.map((name) => [name, { outcome: 'failed' }]));
  const results = existsSync(answer) ? JSON.parse(readFileSync(answer, 'utf8')) : undefined;
  const suite = results?.testResults[0];
  if (suite === undefined || results.numRuntimeErrorTestSuites > 0) {
    const detail = `${test} does not load: ${lastLines(suite?.message ?? output)}`;
    return new Map(names.map((name) => [name, { outcome: 'broken', detail }]));
  }
  return new Map(names.map((name) => [name, outcomeOf(suite.assertionResults, name, test)]));
}

function outcomeOf(assertions, name, test) {
  const found = assertions.filter((assertion) => assertion.fullName === name || assertion.title === name);
  if (found.length !== 1) {
    return {
      outcome: 'broken',
      detail: found.length === 0 ? `no such test in ${test}` : `${found.length} tests so called`,
    };
  }
  const { status, failureMessages } = found[0];
  if (status === 'passed') return { outcome: 'passed' };
  if (status === 'failed') return { outcome: 'failed', detail: lastLines(failureMessages.join('\n')) };
  return { outcome: 'broken', detail: `the test is ${status}` };
}

const lastLines = (text) => text.trim().split('\n').slice(0, 3).join(' ').slice(0, 300);

/** Runs jest in the copy; its own word is the answer file, so its output matters only when that is missing. */
function jest(folder, seed, args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'node_modules/jest/bin/jest.js'), ...args], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      // The copy stands elsewhere: real data is still beside the project.
      env: {
        PLIMSOLL_SHARED_DATA: join(root, '../shared/data'),
        ...process.env,
        PLIMSOLL_TEST_SEED: String(seed),
      },
    });
    const output = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk));
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill('SIGKILL');
    }, limitMs);
    child.on('close', () => {
      clearTimeout(timer);
      resolve({ timedOut, output: Buffer.concat(output).toString() });
    });
  });
}
