import { createWriteStream, type WriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { stringify } from 'csv-stringify/sync';
import { ExportFailure } from './export.errors.js';
import type { ExportedRow } from './export-file.js';

/** How exported files are written. */
export type ExportFormat = 'csv' | 'ndjson';

/**
 * A file that is there whole or not at all: rows go to `FILE.part`, which takes the name of the file once all are
 * written and on disk.
 */
export class RowWriter {
  private failure: Error | null = null;
  rows = 0;

  private constructor(
    private readonly path: string,
    private readonly stream: WriteStream,
    private readonly format: ExportFormat,
    private readonly columns: readonly string[],
  ) {
    stream.on('error', (error) => (this.failure = error));
    if (format === 'csv') stream.write(stringify([[...columns]]));
  }

  /** @throws ExportFailure where the file cannot be made */
  static async open(path: string, format: ExportFormat, columns: readonly string[]): Promise<RowWriter> {
    const stream = createWriteStream(`${path}.part`);
    try {
      await once(stream, 'open');
    } catch (error) {
      throw new ExportFailure(`${path} cannot be written: ${(error as Error).message}`);
    }
    return new RowWriter(path, stream, format, columns);
  }

  /** @throws ExportFailure where the disk takes no more */
  async write(rows: readonly ExportedRow[]): Promise<void> {
    if (rows.length === 0) return;
    const text =
      this.format === 'csv'
        ? stringify(rows.map((row) => this.columns.map((column) => row[column] ?? '')))
        : rows.map((row) => `${JSON.stringify(row)}\n`).join('');
    this.rows += rows.length;
    const flowing = this.stream.write(text);
    if (!flowing && this.failure === null) {
      await Promise.race([once(this.stream, 'drain'), once(this.stream, 'close')]).catch(() => undefined);
    }
    this.check();
  }

  /** Gives the file its name. */
  async finish(): Promise<void> {
    await new Promise<void>((done) => {
      this.stream.once('close', done);
      this.stream.end();
    });
    this.check();
    const file = await open(`${this.path}.part`, 'r+');
    try {
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${this.path}.part`, this.path);
  }

  /** Takes what was written away; a file of that name from before stays as it was. */
  async abandon(): Promise<void> {
    this.stream.destroy();
    await rm(`${this.path}.part`, { force: true });
  }

  private check(): void {
    if (this.failure !== null)
      throw new ExportFailure(`${this.path} cannot be written: ${this.failure.message}`);
  }
}
