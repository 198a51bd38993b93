import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';

const trees = ['gateway', 'services', 'packages', 'standalone', 'cli', 'bench', 'scripts', 'docs'];
const leftOut = new Set(['dist', '.turbo', '.plimsoll', 'coverage']);

/**
 * Copies the workspace's sources, with links to its installed packages.
 * @param {string} root
 * @param {string} folder the copy's folder, made here
 * @returns {{ folder: string, plant: (fault: import('./faults.mjs').Fault) => () => void }} `plant` breaks the copy
 *   and returns what makes it whole again
 */
export function copyWorkspace(root, folder) {
  mkdirSync(folder, { recursive: true });
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    if (entry.isFile()) cpSync(join(root, entry.name), join(folder, entry.name));
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const tree of trees) {
    if (existsSync(join(root, tree))) copyTree(join(root, tree), join(folder, tree));
  }
  return {
    folder,
    plant(fault) {
      const file = join(folder, fault.file);
      const whole = readFileSync(file, 'utf8');
      // A function, so that `$` in the replacement means itself.
      writeFileSync(
        file,
        whole.replace(fault.find, () => fault.replace),
      );
      return () => writeFileSync(file, whole);
    },
  };
}

function copyTree(from, to) {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (leftOut.has(basename(source))) continue;
    if (entry.name === 'node_modules') symlinkSync(source, target);
    else if (entry.isDirectory()) copyTree(source, target);
    else cpSync(source, target);
  }
}
