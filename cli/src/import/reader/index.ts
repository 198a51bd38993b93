import { openCsv, type CsvOptions } from './csv.reader.js';
import { openJson, openNdjson, openXml, openYaml } from './document.reader.js';
import type { OpenedFile } from './record.js';

export type { OpenedFile, ReadItem } from './record.js';
export { LONGEST_RECORD_BYTES } from './record.js';

export const FILE_FORMATS = ['csv', 'ndjson', 'json', 'yaml', 'xml'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

/**
 * Opens a file for reading; gzip is unpacked on the way. CSV and NDJSON are streamed in bounded memory, the
 * other formats are held whole.
 * @throws ImportFailure when the file cannot be read at all
 */
export async function openFile(
  path: string,
  format: FileFormat,
  options: CsvOptions = {},
): Promise<OpenedFile> {
  switch (format) {
    case 'csv':
      return openCsv(path, options);
    case 'ndjson':
      return openNdjson(path, options.encoding);
    case 'json':
      return openJson(path, options.encoding);
    case 'yaml':
      return openYaml(path, options.encoding);
    case 'xml':
      return openXml(path, options.encoding);
  }
}

/** The format a file name tells, `.gz` aside, or null. */
export function formatOfName(name: string): FileFormat | null {
  const extension = /\.([a-z0-9]+)(?:\.gz)?$/i.exec(name)?.[1]?.toLowerCase();
  if (extension === 'csv') return 'csv';
  if (extension === 'ndjson' || extension === 'jsonl') return 'ndjson';
  return null;
}
