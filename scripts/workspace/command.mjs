import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PreparationError, prepare, root } from './prepare.mjs';

/**
 * Makes the project ready, or ends the process with code 1 and the reason.
 * @param {{ build?: boolean }} [options] `build: false` installs only
 */
export async function prepareOrExit(options) {
  try {
    await prepare(options);
  } catch (error) {
    process.stderr.write(error instanceof PreparationError ? `\n${error.message}\n` : `${error.stack}\n`);
    process.exit(1);
  }
}

/**
 * Runs the `plimsoll` command line with these arguments in this very process, so that signals, the terminal and
 * the exit code are its own.
 * @param {string[]} args
 */
export async function runCommandLine(args) {
  await prepareOrExit();
  const main = join(root, 'cli/dist/main.js');
  process.argv = [process.execPath, main, ...args];
  await import(pathToFileURL(main).href);
}
