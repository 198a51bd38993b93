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

const EXTENSIONS: Readonly<Record<string, FileFormat>> = {
  csv: 'csv',
  ndjson: 'ndjson',
  jsonl: 'ndjson',
  json: 'json',
  yaml: 'yaml',
  yml: 'yaml',
  xml: 'xml',
};

/** The format a file name tells, `.gz` aside, or null. */
export function formatOfName(name: string): FileFormat | null {
  return EXTENSIONS[/\.([a-z0-9]+)(?:\.gz)?$/i.exec(name)?.[1]?.toLowerCase() ?? ''] ?? null;
}

/** The format of a file that needs no mapping, by its name, or null. */
export function nativeFormatOfName(name: string): 'csv' | 'ndjson' | null {
  const format = formatOfName(name);
  return format === 'csv' || format === 'ndjson' ? format : null;
}
