import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findNativeFile, NATIVE_FILES } from '../import/index.js';
import type { PlatformClient } from '../platform/platform.client.js';
import { ACCOUNT_FILES } from './account.files.js';
import { fieldsOf, listed, referencesOf, type ExportFile, type Fields } from './export-file.js';
import { ExportFailure } from './export.errors.js';
import { OPERATION_FILES } from './operation.files.js';
import { RowWriter, type ExportFormat } from './row.writer.js';

const PAGE = 100;
const PROGRESS_EVERY_MS = 2000;

/** Every file that can be exported, in the order in which they are imported. */
export const EXPORT_FILES: readonly ExportFile[] = NATIVE_FILES.flatMap(({ noun }) =>
  [...ACCOUNT_FILES, ...OPERATION_FILES].filter((file) => file.noun === noun),
);

interface ExportOptions {
  folder: string;
  /** Which files; all by default. */
  files: readonly ExportFile[];
  /** Records of this source go by their external id, all others by their platform id. */
  source: string;
  format: ExportFormat;
  client: PlatformClient;
  /** Takes a line for the user now and then. */
  progress: (line: string) => void;
  /** Milliseconds; a clock that only goes forward. */
  now: () => number;
}

/** What became of one file. */
export interface ExportedFile {
  noun: string;
  path: string;
  rows: number;
}

/**
 * Writes the files one after another, each page by page as it is read. Each file is there whole or not at all.
 *
 * @throws ExportFailure where the platform stops answering or the disk is full; it says which files are complete
 */
export async function runExport(options: ExportOptions): Promise<ExportedFile[]> {
  await mkdir(options.folder, { recursive: true }).catch((error: Error) => {
    throw new ExportFailure(`${options.folder} cannot be made: ${error.message}`);
  });
  const done: ExportedFile[] = [];
  for (const [index, file] of options.files.entries()) {
    try {
      done.push(await exportFile(file, options));
    } catch (error) {
      const left = options.files.slice(index).map(({ noun }) => noun);
      throw new ExportFailure(
        `${file.noun}: ${(error as Error).message}\n${done.length} of ${options.files.length} files are complete; go on with --only ${left.join(',')}`,
      );
    }
  }
  return done;
}

async function exportFile(file: ExportFile, options: ExportOptions): Promise<ExportedFile> {
  const { client, now, progress } = options;
  const reference = referencesOf(options.source);
  const path = join(options.folder, `${file.noun}.${options.format}`);
  const writer = await RowWriter.open(path, options.format, await columnsOf(file, client));
  const startedAt = now();
  let toldAt = startedAt;
  const tell = (atEnd: boolean) => {
    const at = now();
    if (!atEnd && at - toldAt < PROGRESS_EVERY_MS) return;
    toldAt = at;
    const rate = Math.round(writer.rows / Math.max((at - startedAt) / 1000, 0.001));
    progress(
      `${file.noun}: ${writer.rows.toLocaleString('en')} rows, ${rate.toLocaleString('en')} rows/s${atEnd ? ', done' : ''}`,
    );
  };
  try {
    for await (const records of pagesOf(file, file.selection, file.nested, client)) {
      for (const record of records) {
        const nested = file.nested ? await nestedOf(file.nested, record, client) : [];
        await writer.write(file.rows(record, reference, nested));
      }
      tell(false);
    }
    await writer.finish();
  } catch (error) {
    await writer.abandon();
    throw error;
  }
  tell(true);
  return { noun: file.noun, path, rows: writer.rows };
}

/** The native columns of a file, and the attributes its records have, for which the list is read once before. */
async function columnsOf(file: ExportFile, client: PlatformClient): Promise<string[]> {
  const native = findNativeFile(file.noun);
  const columns = typeof native === 'string' ? [] : [...native.columns];
  if (!file.attributes) return columns;
  const found = new Set<string>();
  for await (const records of pagesOf(file, 'id attributes tags', undefined, client)) {
    for (const record of records) for (const name of file.attributes(record)) found.add(name);
  }
  return [...columns, ...[...found].filter((name) => !columns.includes(name)).sort()];
}

async function* pagesOf(
  file: ExportFile,
  selection: string,
  nested: ExportFile['nested'],
  client: PlatformClient,
): AsyncGenerator<Fields[]> {
  const inner = nested
    ? `${nested.field}(first: ${nested.first}) { pageInfo { hasNextPage endCursor } nodes { ${nested.selection} } }`
    : '';
  const query = `query Export($first: Int!, $after: String) {
    list: ${file.list}(first: $first, after: $after${file.arguments ? `, ${file.arguments}` : ''}) {
      pageInfo { hasNextPage endCursor } nodes { ${selection} ${inner} }
    }
  }`;
  for (let after: unknown = null, more = true; more;) {
    const data = await ask(client, query, { first: file.pageSize ?? PAGE, after });
    const page = fieldsOf(data['list']);
    yield listed(page['nodes']);
    const info = fieldsOf(page['pageInfo']);
    more = info['hasNextPage'] === true;
    after = info['endCursor'];
  }
}

/** The whole list within a record; what its first page does not hold is asked for record by record. */
async function nestedOf(
  nested: NonNullable<ExportFile['nested']>,
  record: Fields,
  client: PlatformClient,
): Promise<Fields[]> {
  let page = fieldsOf(record[nested.field]);
  const nodes = [...listed(page['nodes'])];
  while (fieldsOf(page['pageInfo'])['hasNextPage'] === true) {
    const data = await ask(
      client,
      `query Rest($id: ID!, $after: String) { record: ${nested.single}(id: $id) {
         ${nested.field}(first: ${PAGE}, after: $after) { pageInfo { hasNextPage endCursor } nodes { ${nested.selection} } } } }`,
      { id: record['id'], after: fieldsOf(page['pageInfo'])['endCursor'] },
    );
    page = fieldsOf(fieldsOf(data['record'])[nested.field]);
    nodes.push(...listed(page['nodes']));
  }
  return nodes;
}

/** An answer with an error in it is no answer: a file must not lack what could not be read. */
async function ask(
  client: PlatformClient,
  query: string,
  variables: Record<string, unknown>,
): Promise<Fields> {
  const { data, errors } = await client.request<Fields>(query, variables);
  if (errors.length > 0) throw new ExportFailure(`the platform answers: ${errors[0]}`);
  return data;
}
