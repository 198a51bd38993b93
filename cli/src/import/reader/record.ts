/** A record as it stands in a file: a CSV row as an object of strings, or a document of any shape. */
export interface SourceRecord {
  readonly kind: 'record';
  /** Line on which the record begins, from 1. */
  readonly line: number;
  readonly value: unknown;
  /** The row's own cells, where the file is a table. */
  readonly cells?: readonly string[];
}

/** A stretch of the file that is no record: kept for the rejects file, never skipped in silence. */
export interface UnreadableRecord {
  readonly kind: 'unreadable';
  readonly line: number;
  readonly column?: string;
  readonly reason: string;
  readonly cells?: readonly string[];
}

export type ReadItem = SourceRecord | UnreadableRecord;

/** A file opened for reading; `items` can be walked once. */
export interface OpenedFile {
  /** Column names where the file is a table, else null. */
  readonly header: readonly string[] | null;
  readonly items: AsyncIterable<ReadItem>;
  /** Lets go of the file where `items` is not walked. */
  close(): Promise<void>;
}

/**
 * The longest record that is read, in bytes: one that is longer is rejected alone. It is also the most a
 * batch holds, so that every record read can be sent.
 */
export const LONGEST_RECORD_BYTES = 400_000;
