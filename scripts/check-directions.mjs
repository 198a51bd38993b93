// Refuses imports against the architecture's directions (docs/architecture.md).
// `node scripts/check-directions.mjs [folder]`: the workspace to check, this one without an argument.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkDirections } from './directions/rules.mjs';
import { readSources } from './directions/sources.mjs';

const root = process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '..');
const sources = readSources(root);
if (sources.size === 0) {
  console.error(`No source found under ${root}.`);
  process.exit(1);
}
const findings = checkDirections(sources);
for (const { path, line, rule, message } of findings) console.error(`${path}:${line}  ${rule}  ${message}`);
console.error(`${sources.size} sources, ${findings.length} against the architecture's directions`);
process.exitCode = findings.length > 0 ? 1 : 0;
