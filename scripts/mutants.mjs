// `npm run test:mutants [name | --check]`: plants each fault listed in `**/*.faults.json` in a copy of the sources and sees
// the test that names the broken property fail. A fault that no test notices is a failure.
//
// A list is an array of { name, file, find, replace, failsProperty, test }: `find` stands exactly once in `file` and
// becomes `replace`; then the test called `failsProperty` (describe and it joined by spaces, or it alone) in the test file `test`
// must fail. `file` and `test` are relative to the list's folder or to the project.
// With `--check` nothing is planted: the lists alone are checked against the sources.
import './workspace/node-version.mjs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyWorkspace } from './mutants/copy.mjs';
import { readFaults } from './mutants/faults.mjs';
import { runNamed } from './mutants/run.mjs';
import { prepareOrExit } from './workspace/command.mjs';
import { root } from './workspace/prepare.mjs';

const parallel = 2;
/** A rare case may be missing among the random ones of one seed: a fault survives if it does so under each. */
const seeds = [1, 2, 3, 4, 5];

const [argument] = process.argv.slice(2);
const onlyLists = argument === '--check';

// Jest reads the sources: nothing has to be built.
await prepareOrExit({ build: false });
const { faults, problems } = readFaults(root, onlyLists ? '' : argument);
if (faults.length + problems.length === 0)
  problems.push('There is no fault to plant: no *.faults.json lists one.');
for (const problem of problems) console.error(problem);
if (problems.length > 0) {
  console.log(`0 passed, ${problems.length} failed`);
  process.exit(1);
}
if (onlyLists) {
  console.log(`${faults.length} faults can be planted`);
  process.exit(0);
}

const temporary = mkdtempSync(join(tmpdir(), 'plimsoll-mutants-'));
process.on('exit', () => rmSync(temporary, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));

const copies = Array.from({ length: parallel }, (_, index) =>
  copyWorkspace(root, join(temporary, String(index))),
);
const outcomes = [...(await unharmed(copies[0])), ...(await harmed())];
report(outcomes);

/** Every named test must exist once and pass while nothing is broken: else its failure proves nothing. */
async function unharmed(copy) {
  const found = [];
  for (const test of new Set(faults.map((fault) => fault.test))) {
    const names = [
      ...new Set(faults.filter((fault) => fault.test === test).map((fault) => fault.failsProperty)),
    ];
    const results = await runNamed(copy.folder, test, names);
    for (const name of names) {
      const { outcome, detail } = results.get(name);
      if (outcome !== 'passed')
        found.push({ ok: false, fault: '(sources as they are)', name, said: detail ?? outcome });
    }
  }
  return found;
}

/** Plants every fault, `parallel` at a time, each in a copy that is whole again afterwards. */
async function harmed() {
  const waiting = [...faults];
  const found = new Map();
  const work = async (copy) => {
    for (let fault = waiting.shift(); fault; fault = waiting.shift()) {
      const restore = copy.plant(fault);
      const { outcome, detail } = await verdict(copy, fault);
      restore();
      found.set(fault, {
        ok: outcome === 'failed',
        fault: fault.name,
        name: fault.failsProperty,
        said: outcome === 'failed' ? 'noticed' : outcome === 'passed' ? 'SURVIVED' : (detail ?? outcome),
      });
    }
  };
  await Promise.all(copies.map(work));
  return faults.map((fault) => found.get(fault));
}

/** What the test says of a planted fault: the first seed under which it does not pass decides. */
async function verdict(copy, fault) {
  for (const seed of seeds) {
    const results = await runNamed(copy.folder, fault.test, [fault.failsProperty], seed);
    const result = results.get(fault.failsProperty);
    if (result.outcome !== 'passed') return result;
  }
  return { outcome: 'passed' };
}

function report(rows) {
  const width = Math.max(...rows.map((row) => row.fault.length));
  for (const row of rows)
    console.log(`${row.ok ? '✓' : '✗'} ${row.fault.padEnd(width)}  ${row.said}: ${row.name}`);
  const failed = rows.filter((row) => !row.ok).length;
  console.log(`${rows.length - failed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}
