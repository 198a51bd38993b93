import { createWriteStream, type WriteStream } from 'node:fs';
import { access, constants, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { once } from 'node:events';
import { stringify } from 'csv-stringify/sync';

/** One rejected row as it goes into the rejects file. */
export interface RejectedRow {
  line: number;
  column: string | null;
  reason: string;
  /** The row's own cells, where the file is a table. */
  cells?: readonly string[];
  /** The row as it was to be sent, where the file is no table. */
  columns?: Record<string, string>;
}

/**
 * `FILE.rejected.csv` beside the file (in the working directory where that folder cannot be written): the
 * original columns, then line, column and reason. Made with the first reject; a file left by an earlier
 * import is removed at the start, so that what stands there is of the last one.
 */
export class RejectsFile {
  private stream: WriteStream | null = null;
  private failure: Error | null = null;
  count = 0;

  private constructor(
    readonly path: string,
    private readonly header: readonly string[] | null,
  ) {}

  /** @param header column names of the file, or null where it is no table: then a column `row` holds JSON */
  static async for(file: string, header: readonly string[] | null): Promise<RejectsFile> {
    const folder = dirname(resolve(file));
    const writable = await access(folder, constants.W_OK).then(
      () => true,
      () => false,
    );
    const path = join(writable ? folder : process.cwd(), `${basename(file)}.rejected.csv`);
    await rm(path, { force: true });
    return new RejectsFile(path, header);
  }

  async write(row: RejectedRow): Promise<void> {
    const { header } = this;
    if (this.stream === null) {
      this.stream = createWriteStream(this.path);
      this.stream.on('error', (error) => (this.failure = error));
      this.stream.write(stringify([[...(header ?? ['row']), 'line', 'column', 'reason']]));
    }
    this.count += 1;
    const own =
      header === null
        ? [row.columns === undefined ? (row.cells ?? []).join(' ') : JSON.stringify(row.columns)]
        : header.map((_, index) => row.cells?.[index] ?? '');
    const flowing = this.stream.write(stringify([[...own, row.line, row.column ?? '', row.reason]]));
    if (this.failure !== null) throw this.failure;
    if (!flowing) await once(this.stream, 'drain');
  }

  async close(): Promise<void> {
    const { stream } = this;
    if (stream === null) return;
    await new Promise<void>((done, fail) => {
      stream.once('error', fail);
      stream.end(done);
    });
    if (this.failure !== null) throw this.failure;
  }
}
