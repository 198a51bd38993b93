import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** The folder with real data beside the project, or null on a machine that has none. */
export function sharedData(): string | null {
  const folder =
    process.env['PLIMSOLL_SHARED_DATA'] ?? resolve(import.meta.dirname, '../../../../../shared/data');
  return existsSync(folder) ? folder : null;
}
