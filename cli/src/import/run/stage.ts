import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ImportFailure } from '../import.errors.js';
import {
  columnProblem,
  mapRecords,
  openMapped,
  type Mapping,
  type MappedItem,
  type RecordRule,
} from '../mapping/index.js';
import { findNativeFile, NATIVE_FILES, type NativeFile } from '../native-file.js';
import { nativeFormatOfName, openFile, type FileFormat } from '../reader/index.js';

/** One noun out of one file: what is imported in one go. */
export interface Stage {
  readonly noun: NativeFile;
  readonly path: string;
  /** Column names of the file, null where it is no table. */
  readonly header: readonly string[] | null;
  /** What happens to a reference that names no record: by column. */
  readonly references: Readonly<Record<string, 'create' | 'reject' | 'ignore'>>;
  /** Columns kept as attributes, for telling the user. */
  readonly attributes: readonly string[];
  /** The rows; can be asked for more than once, each time reading the file anew. */
  rows(): AsyncIterable<MappedItem>;
}

/**
 * Plans the import of a folder of native files: every file's header is checked before any row is sent.
 * @throws ImportFailure that lists what is wrong with the files
 */
export async function planFolder(folder: string): Promise<Stage[]> {
  const names = (await readdir(folder)).filter((name) => !name.endsWith('.rejected.csv'));
  const faults: string[] = [];
  const files: { noun: NativeFile; path: string; format: FileFormat }[] = [];
  for (const name of names) {
    const format = nativeFormatOfName(name);
    if (format === null) continue;
    const noun = findNativeFile(name.replace(/\..*$/, ''));
    if (typeof noun === 'string') faults.push(`${name}: ${noun}`);
    else files.push({ noun, path: join(folder, name), format });
  }
  const stages: Stage[] = [];
  for (const noun of NATIVE_FILES) {
    for (const file of files.filter((candidate) => candidate.noun === noun)) {
      try {
        stages.push(await planNative(file.path, noun, file.format));
      } catch (error) {
        if (!(error instanceof ImportFailure)) throw error;
        faults.push(error.message);
      }
    }
  }
  if (faults.length > 0)
    throw new ImportFailure(`nothing was imported:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  if (stages.length === 0)
    throw new ImportFailure(`${folder} holds no import file (customers.csv, assets.csv, …)`);
  return stages;
}

/**
 * Plans the import of one file in the native layout, whatever its name.
 * @throws ImportFailure when its header lacks a required column or has an unknown one
 */
export async function planNative(path: string, noun: NativeFile, format?: FileFormat): Promise<Stage> {
  await mustExist(path);
  const fileFormat = format ?? nativeFormatOfName(path) ?? 'csv';
  const opened = await openFile(path, fileFormat);
  await opened.close();
  const { header } = opened;
  if (header !== null) {
    const problem = columnProblem(noun, header);
    if (problem !== null) throw new ImportFailure(`${basename(path)}: ${problem}`);
  }
  const attributes = (header ?? []).filter((column) => !noun.columns.includes(column));
  return { noun, path, header, references: {}, attributes, rows: () => nativeRows(path, noun, fileFormat) };
}

async function* nativeRows(path: string, noun: NativeFile, format: FileFormat): AsyncGenerator<MappedItem> {
  const opened = await openFile(path, format);
  for await (const item of opened.items) {
    const place = { line: item.line, ...(item.cells === undefined ? {} : { cells: item.cells }) };
    if (item.kind === 'unreadable') {
      yield { kind: 'reject', ...place, column: item.column ?? null, reason: item.reason };
      continue;
    }
    const columns: Record<string, string> = {};
    let fault: { column: string; reason: string } | null = null;
    for (const [column, value] of Object.entries(item.value as Record<string, unknown>)) {
      const text = nativeText(value);
      if (text === null)
        fault = { column, reason: 'a value is a text, a number, true, false or a list of texts' };
      else if (!noun.attributes && !noun.columns.includes(column)) {
        fault = { column, reason: `${noun.noun} have no column ${column}` };
      } else if (text !== '') columns[column] = text;
      if (fault !== null) break;
    }
    if (fault === null) yield { kind: 'row', ...place, columns };
    else yield { kind: 'reject', ...place, cells: item.cells ?? [JSON.stringify(item.value)], ...fault };
  }
}

function nativeText(value: unknown): string | null {
  if (typeof value === 'string') return value.trim();
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(';');
  return null;
}

/**
 * Plans the import of one foreign file: a stage for every noun the mapping makes of it, in dependency order.
 * @throws ImportFailure when the file cannot be opened
 */
export async function planMapped(path: string, mapping: Mapping): Promise<Stage[]> {
  await mustExist(path);
  const opened = await openMapped(path, mapping);
  await opened.close();
  const rules = mapping.records.map((rule) => ({ rule, noun: nounOf(rule) }));
  return NATIVE_FILES.flatMap((noun) => {
    const own = rules.filter((candidate) => candidate.noun === noun).map(({ rule }) => rule);
    if (own.length === 0) return [];
    const references = Object.assign({}, ...own.map((rule) => rule.references ?? {})) as Stage['references'];
    const rows = (): AsyncIterable<MappedItem> => mappedRows(path, mapping, own);
    return [{ noun, path, header: opened.header, references, attributes: [], rows }];
  });
}

function nounOf(rule: RecordRule): NativeFile {
  const noun = findNativeFile(rule.noun);
  if (typeof noun === 'string') throw new ImportFailure(noun);
  return noun;
}

async function* mappedRows(path: string, mapping: Mapping, rules: RecordRule[]): AsyncGenerator<MappedItem> {
  const first = NATIVE_FILES.flatMap((noun) => mapping.records.filter((rule) => nounOf(rule) === noun))[0];
  for (const rule of rules) {
    yield* mapRecords(path, await openMapped(path, mapping), mapping, rule, rule === first);
  }
}

async function mustExist(path: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found === null) throw new ImportFailure(`no file is at ${path}`);
  if (!found.isFile()) throw new ImportFailure(`${path} is no file`);
}
