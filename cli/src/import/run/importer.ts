import type { RowColumns } from '../mapping/index.js';
import { findNativeFile } from '../native-file.js';
import { LONGEST_RECORD_BYTES } from '../reader/index.js';
import { missingColumn, References } from './reference.js';
import { RejectsFile } from './rejects.file.js';
import type { ImportReport, ImportRow, Sink } from './sink.js';
import type { Stage } from './stage.js';

const BATCH_ROWS = 1000;
const BATCH_BYTES = 500_000;
const PROGRESS_EVERY_MS = 2000;
/** Batches of independent rows on their way at once: one is read and checked while another is stored. */
const BATCHES_AT_ONCE = 3;
/** Nouns whose records the platform makes where a row names one: two batches would make the same one at once. */
const MADE_BY_PLATFORM = ['people', 'teams', 'queues'];

/** What became of the rows of one stage. */
export interface StageSummary {
  noun: string;
  path: string;
  read: number;
  created: number;
  updated: number;
  unchanged: number;
  rejected: number;
  /** Rows left out because the mapping ignores references to missing records. */
  ignored: number;
}

/** The outcome of an import. */
export interface ImportSummary {
  stages: StageSummary[];
  /** Files with the rejected rows; empty where none was rejected. */
  rejectsFiles: string[];
}

export interface ImportOptions {
  stages: readonly Stage[];
  sink: Sink;
  /** The system the external ids are of. */
  source: string;
  /** Takes a line for the user now and then. */
  progress: (line: string) => void;
  /** Milliseconds; a clock that only goes forward. */
  now: () => number;
}

interface PendingRow {
  line: number;
  columns: RowColumns;
  cells?: readonly string[];
}

/**
 * Imports stage after stage, in batches of at most 1,000 rows and 500 kB. A stage that names records of
 * another service waits until that service's news have arrived. Rejected rows, here or by the platform, go
 * to the rejects file and are counted; nothing else stops.
 * @throws ImportFailure when the platform cannot be reached or a file breaks off
 */
export async function runImport(options: ImportOptions): Promise<ImportSummary> {
  const references = new References(options.sink, options.source);
  const rejects = new Map<string, RejectsFile>();
  const unheard = new Set<string>();
  const summary: ImportSummary = { stages: [], rejectsFiles: [] };
  try {
    for (const stage of options.stages) {
      const owners = Object.values(stage.noun.references).map((noun) => ownerOf(noun));
      if (owners.some((owner) => owner !== stage.noun.owner && unheard.has(owner))) {
        await options.sink.settled();
        unheard.clear();
      }
      let file = rejects.get(stage.path);
      if (file === undefined) {
        file = await RejectsFile.for(stage.path, stage.header);
        rejects.set(stage.path, file);
      }
      if (stage.attributes.length > 0) {
        options.progress(`${stage.noun.noun}: kept as attributes: ${stage.attributes.join(', ')}`);
      }
      summary.stages.push(await new StageRun(stage, file, references, options).run());
      unheard.add(stage.noun.owner);
    }
    await options.sink.settled();
  } finally {
    for (const file of rejects.values()) {
      await file.close();
      if (file.count > 0) summary.rejectsFiles.push(file.path);
    }
  }
  return summary;
}

function ownerOf(noun: string): string {
  const file = findNativeFile(noun);
  return typeof file === 'string' ? '' : file.owner;
}

/** What a row weighs in a request, about. */
function sizeOf(row: PendingRow): number {
  return Buffer.byteLength(JSON.stringify(row.columns)) + 16;
}

/** A batch that was sent and has not been accounted for. */
interface SentBatch {
  rows: PendingRow[];
  /** What makes its records the same as those of another batch. */
  keys: Set<string>;
  report: Promise<ImportReport>;
}

class StageRun {
  private readonly sent: SentBatch[] = [];
  private readonly summary: StageSummary;
  private readonly startedAt: number;
  private toldAt: number;

  constructor(
    private readonly stage: Stage,
    private readonly rejects: RejectsFile,
    private readonly references: References,
    private readonly options: ImportOptions,
  ) {
    this.summary = {
      noun: stage.noun.noun,
      path: stage.path,
      read: 0,
      created: 0,
      updated: 0,
      unchanged: 0,
      rejected: 0,
      ignored: 0,
    };
    this.startedAt = options.now();
    this.toldAt = this.startedAt;
  }

  async run(): Promise<StageSummary> {
    let batch: PendingRow[] = [];
    let bytes = 0;
    for await (const item of this.stage.rows()) {
      this.summary.read += 1;
      if (item.kind === 'reject') {
        await this.reject(item, item.column, item.reason);
        continue;
      }
      const absent = missingColumn(this.stage.noun, item.columns);
      if (absent !== null) {
        await this.reject(item, absent, 'a required value is missing');
        continue;
      }
      const size = sizeOf(item);
      if (size > LONGEST_RECORD_BYTES) {
        await this.reject(item, null, `longer than ${LONGEST_RECORD_BYTES} bytes`);
        continue;
      }
      if (batch.length >= BATCH_ROWS || bytes + size > BATCH_BYTES) {
        const carried = this.belongingTo(item, batch);
        await this.flush(batch.slice(0, batch.length - carried.length));
        batch = carried;
        bytes = carried.reduce((sum, row) => sum + sizeOf(row), 0);
      }
      batch.push(item);
      bytes += size;
    }
    await this.flush(batch);
    while (this.sent.length > 0) await this.account();
    this.tell(true);
    return this.summary;
  }

  /** The last rows of a full batch that are judged together with the next one; none when they fill it alone. */
  private belongingTo(next: PendingRow, batch: readonly PendingRow[]): PendingRow[] {
    const { together } = this.stage.noun;
    if (together === null) return [];
    let start = batch.length;
    while (start > 0 && batch[start - 1]?.columns[together] === next.columns[together]) start -= 1;
    return start === 0 ? [] : batch.slice(start);
  }

  private async reject(
    row: { line: number; columns?: RowColumns; cells?: readonly string[] },
    column: string | null,
    reason: string,
  ): Promise<void> {
    this.summary.rejected += 1;
    await this.rejects.write({ ...row, column, reason: `${this.stage.noun.noun}: ${reason}` });
  }

  private async flush(batch: PendingRow[]): Promise<void> {
    if (batch.length === 0) return;
    const { stage, references, options } = this;
    const { kept, ignored } = await references.ignore(stage, batch);
    for (const { row, column, value } of ignored) {
      this.summary.ignored += 1;
      options.progress(`${stage.noun.noun}: line ${row.line} left out: ${column} "${value}" is not there`);
    }
    if (kept.length === 0) return;
    const created = await references.create(
      stage,
      kept.map((row) => row.columns),
    );
    if (created) await options.sink.settled();
    // `_line` is the place in the batch: one line of a foreign file can make several rows.
    const rows: ImportRow[] = kept.map((row, index) => ({ ...row.columns, _line: index + 1 }));
    const keys = new Set(kept.map((row) => this.keyOf(row)));
    while (this.sent.length > 0 && !this.mayJoin(kept, keys)) await this.account();
    const report = options.sink.send(stage.noun.mutation, options.source, rows);
    // A failure is thrown where the batch is accounted for.
    report.catch(() => undefined);
    this.sent.push({ rows: kept, keys, report });
    if (!this.isIndependent(kept)) await this.account();
  }

  private keyOf({ columns }: PendingRow): string {
    const { required } = this.stage.noun;
    return columns['external_id'] ?? JSON.stringify(required.map((column) => columns[column]));
  }

  /** Whether a batch may be on its way beside those that are. */
  private mayJoin(rows: readonly PendingRow[], keys: ReadonlySet<string>): boolean {
    return (
      this.sent.length < BATCHES_AT_ONCE &&
      this.isIndependent(rows) &&
      this.sent.every((other) => ![...keys].some((key) => other.keys.has(key)))
    );
  }

  private isIndependent(rows: readonly PendingRow[]): boolean {
    const { noun } = this.stage;
    const making = Object.entries(noun.references)
      .filter(([, referred]) => MADE_BY_PLATFORM.includes(referred))
      .map(([column]) => column);
    return noun.independent && !rows.some(({ columns }) => making.some((column) => columns[column]));
  }

  /** Takes in the answer to the batch that was sent first. */
  private async account(): Promise<void> {
    const batch = this.sent.shift();
    if (batch === undefined) return;
    const { stage, references, options } = this;
    const report = await batch.report;
    this.summary.created += report.created;
    this.summary.updated += report.updated;
    this.summary.unchanged += report.unchanged;
    const refused = new Set<PendingRow>();
    for (const reject of report.rejects) {
      const row = batch.rows[reject.line - 1];
      if (row === undefined || refused.has(row)) continue;
      refused.add(row);
      await this.reject(row, reject.column ?? null, reject.reason);
    }
    const unexplained = report.rejected - refused.size;
    if (unexplained > 0) {
      this.summary.rejected += unexplained;
      options.progress(`${stage.noun.noun}: ${unexplained} rows rejected without a reason`);
    }
    references.remember(
      stage.noun.noun,
      batch.rows.filter((row) => !refused.has(row)).flatMap((row) => row.columns['external_id'] ?? []),
    );
    this.tell(false);
  }

  private tell(atEnd: boolean): void {
    const now = this.options.now();
    if (!atEnd && now - this.toldAt < PROGRESS_EVERY_MS) return;
    this.toldAt = now;
    const seconds = Math.max((now - this.startedAt) / 1000, 0.001);
    const { read, noun } = this.summary;
    const rate = Math.round(read / seconds).toLocaleString('en');
    this.options.progress(
      `${noun}: ${read.toLocaleString('en')} rows, ${rate} rows/s${atEnd ? ', done' : ''}`,
    );
  }
}
