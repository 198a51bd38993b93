import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Names of the installed packages that can only be imported, never required: `"type": "module"` and no
 * `require` condition in `exports`.
 * @param {string} root folder that holds `node_modules/.pnpm`
 * @returns {string[]} sorted names, each once
 */
export function esmOnlyPackages(root) {
  const store = join(root, 'node_modules/.pnpm');
  const names = new Set();
  for (const entry of readdirSync(store)) {
    const name = packageName(entry);
    if (name === undefined) continue;
    const manifest = readManifest(join(store, entry, 'node_modules', name, 'package.json'));
    if (manifest?.type !== 'module') continue;
    if (!JSON.stringify(manifest.exports ?? '').includes('"require"')) names.add(name);
  }
  return [...names].toSorted();
}

/** `@scope+name@1.0.0_peer@2` is the folder of `@scope/name`. */
function packageName(folder) {
  const match = /^(@[^+]+\+)?([^@+]+)@/.exec(folder);
  return match?.[2] === undefined ? undefined : (match[1]?.replace('+', '/') ?? '') + match[2];
}

function readManifest(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
