import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/**
 * @typedef {object} Fault
 * @property {string} name what is wrong, in words
 * @property {string} file source to break, relative to the root
 * @property {string} find text that stands there exactly once
 * @property {string} replace what it becomes
 * @property {string} failsProperty full name of the test that must notice
 * @property {string} test its file, relative to the root
 */

const fields = ['name', 'file', 'find', 'replace', 'failsProperty', 'test'];
const passedOver = new Set(['node_modules', 'dist', '.git', '.turbo', '.plimsoll', 'coverage']);

/**
 * Reads every list of faults under a `src` folder of the project and checks that each can be planted.
 * @param {string} root
 * @param {string} [only] keep the faults whose name contains this
 * @returns {{ faults: Fault[], problems: string[] }}
 */
export function readFaults(root, only = '') {
  const faults = [];
  const problems = [];
  for (const list of findLists(root)) {
    const where = relative(root, list);
    let entries;
    try {
      entries = JSON.parse(readFileSync(list, 'utf8'));
    } catch (error) {
      problems.push(`${where}: ${error.message}`);
      continue;
    }
    if (!Array.isArray(entries) || entries.length === 0) {
      problems.push(`${where}: not an array of faults`);
      continue;
    }
    for (const [index, entry] of entries.entries()) {
      const problem = check(root, dirname(list), entry);
      if (problem) problems.push(`${where}: ${entry?.name ?? `entry ${index + 1}`}: ${problem}`);
      else if (entry.name.includes(only)) faults.push(located(root, dirname(list), entry));
    }
  }
  const names = faults.map((fault) => fault.name);
  for (const name of new Set(names.filter((name, index) => names.indexOf(name) !== index))) {
    problems.push(`two faults are called '${name}'`);
  }
  return { faults, problems };
}

function check(root, folder, entry) {
  const missing = fields.filter((field) => typeof entry?.[field] !== 'string');
  if (missing.length > 0) return `${missing.join(', ')} missing`;
  if (entry.find === entry.replace) return 'find and replace are the same';
  const { file, test } = located(root, folder, entry);
  if (!existsSync(join(root, file))) return `${file} does not exist`;
  if (!existsSync(join(root, test))) return `${test} does not exist`;
  const places = readFileSync(join(root, file), 'utf8').split(entry.find).length - 1;
  if (places !== 1) return `find stands ${places} times in ${file}, not once: ${JSON.stringify(entry.find)}`;
  return undefined;
}

/** Paths are written relative to the list, or else to the project. */
function located(root, folder, entry) {
  const locate = (path) => {
    const beside = join(folder, path);
    return existsSync(beside) ? relative(root, beside).split(sep).join('/') : path;
  };
  return { ...entry, file: locate(entry.file), test: locate(entry.test) };
}

function findLists(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !passedOver.has(entry.name))
    .flatMap((entry) => {
      if (entry.isDirectory()) return findLists(join(folder, entry.name));
      const isList = entry.name.endsWith('.faults.json') && folder.split(sep).includes('src');
      return isList ? [join(folder, entry.name)] : [];
    })
    .sort();
}
