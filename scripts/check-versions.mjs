// Refuses a dependency that is not pinned to one exact version, or that two packages pin differently.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folders = ['.', 'gateway', 'standalone', 'cli', 'bench'].concat(
  ['services', 'packages'].flatMap((parent) =>
    readdirSync(join(root, parent)).map((name) => `${parent}/${name}`),
  ),
);

const pins = new Map();
const findings = [];
for (const folder of folders) {
  const file = join(folder, 'package.json');
  const manifest = JSON.parse(readFileSync(join(root, file), 'utf8'));
  for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
    if (version.startsWith('workspace:')) continue;
    if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
      findings.push(`${file}: ${name} ${version} is not an exact version`);
    const first = pins.get(name);
    if (first === undefined) pins.set(name, { version, file });
    else if (first.version !== version) {
      findings.push(`${file}: ${name} ${version}, but ${first.version} in ${first.file}`);
    }
  }
}
for (const finding of findings) console.error(finding);
console.error(`${pins.size} dependencies in ${folders.length} packages, ${findings.length} not agreed`);
process.exitCode = findings.length > 0 ? 1 : 0;
