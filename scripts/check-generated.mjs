// Generates everything that is generated and committed, and fails if any of it was stale, missing or not in git.
// The fresh files are left in place: committing them is the remedy.
import './workspace/node-version.mjs';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './workspace/prepare.mjs';

const files = [
  ...readdirSync(join(root, 'services'))
    .sort()
    .flatMap((service) => ['schema.graphql', 'schema.sql'].map((name) => `services/${service}/${name}`)),
  'gateway/supergraph.graphql',
  'docs/metrics.md',
];
const contentOf = (file) =>
  existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : undefined;

const before = files.map(contentOf);
const generation = spawnSync(process.execPath, [join(root, 'scripts/generate.mjs')], {
  cwd: root,
  stdio: 'inherit',
});
if (generation.status !== 0) {
  console.error('npm run generate failed.');
  process.exit(1);
}

const findings = [];
for (const [index, file] of files.entries()) {
  const now = contentOf(file);
  if (now === undefined) findings.push(`${file}: not generated`);
  else if (before[index] === undefined) findings.push(`${file}: was missing`);
  else if (now !== before[index]) findings.push(`${file}: was stale`);
  else if (git('ls-files', '--error-unmatch', file).status !== 0) findings.push(`${file}: not in git`);
}
for (const finding of findings) console.error(finding);
if (findings.length > 0) {
  console.error(git('diff', '--stat', '--', ...files).stdout.toString());
  console.error('Run npm run generate and commit what it writes.');
}
console.error(`${files.length} generated files, ${findings.length} not up to date`);
process.exitCode = findings.length > 0 ? 1 : 0;

function git(...args) {
  return spawnSync('git', ['-c', `safe.directory=${root}`, ...args], { cwd: root });
}
