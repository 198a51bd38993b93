import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * The folder with real data that is not part of the project. Tests that read it are called `*.real.test.ts` and are
 * left out of a run where it is absent.
 *
 * @throws Error when the folder is not there
 */
export function sharedData(): string {
  const folder =
    process.env['PLIMSOLL_SHARED_DATA'] ?? resolve(import.meta.dirname, '../../../../../shared/data');
  if (!existsSync(folder)) throw new Error(`there is no real data at ${folder}`);
  return folder;
}
