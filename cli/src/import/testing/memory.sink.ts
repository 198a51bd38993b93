import type { ImportReport, ImportRow, Sink } from '../run/sink.js';

/** A sink that keeps rows in memory, by key, as an import mutation does: same row again is unchanged. */
export class MemorySink implements Sink {
  readonly records = new Map<string, Map<string, ImportRow>>();
  readonly calls: string[] = [];
  largestBatch = { rows: 0, bytes: 0 };

  /** @param refuse says why a row is to be rejected, or null */
  constructor(
    private readonly keys: Readonly<Record<string, readonly string[]>> = {},
    private readonly refuse: (
      mutation: string,
      row: ImportRow,
    ) => { column: string; reason: string } | null = () => null,
    private readonly keep = true,
  ) {}

  send(mutation: string, source: string, rows: readonly ImportRow[]): Promise<ImportReport> {
    this.calls.push(mutation);
    this.largestBatch = {
      rows: Math.max(this.largestBatch.rows, rows.length),
      bytes: Math.max(this.largestBatch.bytes, Buffer.byteLength(JSON.stringify({ source, rows }))),
    };
    const table = this.records.get(mutation) ?? new Map<string, ImportRow>();
    this.records.set(mutation, table);
    const report = { read: rows.length, created: 0, updated: 0, unchanged: 0, rejected: 0 };
    const rejects: { line: number; column: string; reason: string }[] = [];
    for (const row of rows) {
      const refusal = this.refuse(mutation, row);
      if (refusal !== null) {
        report.rejected += 1;
        rejects.push({ line: Number(row['_line']), ...refusal });
        continue;
      }
      if (!this.keep) {
        report.created += 1;
        continue;
      }
      const { _line: _, ...columns } = row;
      const key = (this.keys[mutation] ?? ['external_id']).map((column) => columns[column]).join('\u0000');
      const held = table.get(key);
      if (held === undefined) report.created += 1;
      else if (JSON.stringify(held) === JSON.stringify(columns)) report.unchanged += 1;
      else report.updated += 1;
      table.set(key, columns);
    }
    return Promise.resolve({ ...report, rejects });
  }

  known(noun: string, _source: string, externalIds: readonly string[]): Promise<Set<string>> {
    const mutation = `import${noun.charAt(0).toUpperCase()}${noun.slice(1)}`;
    this.calls.push(`known ${noun}`);
    return Promise.resolve(new Set(externalIds.filter((id) => this.records.get(mutation)?.has(id) === true)));
  }

  settled(): Promise<void> {
    this.calls.push('settled');
    return Promise.resolve();
  }

  /** The rows of one mutation, as sent, without their line. */
  rows(mutation: string): Record<string, string>[] {
    return [...(this.records.get(mutation)?.values() ?? [])] as Record<string, string>[];
  }
}
