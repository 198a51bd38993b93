/** A row as an import mutation takes it: texts by column, and `_line`, its number within the batch. */
export type ImportRow = Record<string, string | number>;

/** What an import mutation answers. */
export interface ImportReport {
  read: number;
  created: number;
  updated: number;
  unchanged: number;
  rejected: number;
  /** `line` is the `_line` of the row. */
  rejects: readonly { line: number; column?: string | null; reason: string }[];
}

/** Where rows go: a running platform, or memory in tests. */
export interface Sink {
  /** Sends at most 1,000 rows of one noun; sending the same rows again changes nothing. */
  send(mutation: string, source: string, rows: readonly ImportRow[]): Promise<ImportReport>;
  /** Those of the external ids that the platform has a record of this noun for. */
  known(noun: string, source: string, externalIds: readonly string[]): Promise<Set<string>>;
  /** Resolves when every service has taken in what the others have told so far. */
  settled(): Promise<void>;
}
