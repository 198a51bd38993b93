import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { demonstrationCompany } from './company.js';
import type { CompanyOptions } from './company.js';
import { FILE_COLUMNS } from './files.js';

/**
 * Writes the company as `<file>.csv` (RFC 4180, UTF-8, header row) into `directory`, which is made if missing.
 * Returns the paths in dependency order. The same options give the same bytes.
 */
export async function writeDemonstration(directory: string, options: CompanyOptions): Promise<string[]> {
  await mkdir(directory, { recursive: true });
  const paths: string[] = [];
  for (const [file, rows] of demonstrationCompany(options)) {
    const path = join(directory, `${file}.csv`);
    const text = stringify(rows, { header: true, columns: [...FILE_COLUMNS[file]] });
    await writeFile(path, text, 'utf8');
    paths.push(path);
  }
  return paths;
}
