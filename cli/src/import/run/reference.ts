import { creatableNoun, findNativeFile, type NativeFile } from '../native-file.js';
import type { RowColumns } from '../mapping/index.js';
import type { ImportRow, Sink } from './sink.js';
import type { Stage } from './stage.js';

const PLATFORM_ID = /^[a-z]{3}_[0-9a-hjkmnp-tv-z]{26}$/;
const MOST_REMEMBERED = 200_000;
const BATCH_ROWS = 1000;

/** Nouns whose missing records the owning service makes by itself when a row names them. */
function madeByPlatform(noun: string, stage: NativeFile): boolean {
  return noun === 'teams' || noun === 'queues' || (noun === 'people' && stage.owner === 'entitlements');
}

/**
 * Carries out what is to happen to references that name no record. It remembers which records exist (a
 * bounded number; those it has forgotten are asked for again), so that a person named on every row is
 * looked up once.
 */
export class References {
  private readonly existing = new Map<string, Set<string>>();

  constructor(
    private readonly sink: Sink,
    private readonly source: string,
  ) {}

  /** Notes that records exist, as they have just been sent. */
  remember(noun: string, externalIds: Iterable<string>): void {
    let set = this.existing.get(noun);
    if (set === undefined) this.existing.set(noun, (set = new Set()));
    for (const externalId of externalIds) if (set.size < MOST_REMEMBERED) set.add(externalId);
  }

  /**
   * Makes the records that rows of the stage name and that are to be made where missing: everywhere, members
   * of staff named in another service than theirs; beyond that, what the mapping says.
   * @returns true when something was sent, which the stage's service has yet to hear of
   */
  async create(stage: Stage, rows: readonly RowColumns[]): Promise<boolean> {
    let sent = false;
    for (const [column, noun] of Object.entries(stage.noun.references)) {
      const policy = stage.references[column] ?? (noun === 'people' ? 'create' : 'reject');
      if (policy !== 'create' || madeByPlatform(noun, stage.noun)) continue;
      const target = findNativeFile(noun);
      if (typeof target === 'string' || !creatableNoun(noun)) continue;
      const missing = await this.missing(noun, column, stage, rows);
      for (let start = 0; start < missing.length; start += BATCH_ROWS) {
        const made: ImportRow[] = missing
          .slice(start, start + BATCH_ROWS)
          .map((externalId, index) => ({ external_id: externalId, name: externalId, _line: index + 1 }));
        await this.sink.send(target.mutation, this.source, made);
        sent = true;
      }
      this.remember(noun, missing);
    }
    return sent;
  }

  /**
   * Takes references to missing records out of rows where the stage ignores these.
   * @returns the rows left, and those that cannot stand without the reference
   */
  async ignore<Row extends { columns: RowColumns }>(
    stage: Stage,
    rows: readonly Row[],
  ): Promise<{ kept: Row[]; ignored: { row: Row; column: string; value: string }[] }> {
    let kept = [...rows];
    const ignored: { row: Row; column: string; value: string }[] = [];
    for (const [column, policy] of Object.entries(stage.references)) {
      const noun = stage.noun.references[column];
      if (policy !== 'ignore' || noun === undefined) continue;
      const missing = new Set(
        await this.missing(
          noun,
          column,
          stage,
          kept.map((row) => row.columns),
        ),
      );
      kept = kept.filter((row) => {
        const value = row.columns[column];
        const left =
          value === undefined ? [] : split(value, column, stage).filter((item) => !missing.has(item));
        if (value === undefined || left.length === split(value, column, stage).length) return true;
        if (left.length > 0) row.columns[column] = left.join(';');
        else delete row.columns[column];
        if (canStand(stage.noun, row.columns)) return true;
        ignored.push({ row, column, value });
        return false;
      });
    }
    return { kept, ignored };
  }

  private async missing(
    noun: string,
    column: string,
    stage: Stage,
    rows: readonly RowColumns[],
  ): Promise<string[]> {
    const existing = this.existing.get(noun);
    const named = new Set<string>();
    for (const row of rows) {
      for (const value of split(row[column] ?? '', column, stage)) {
        if (existing?.has(value) !== true && !PLATFORM_ID.test(value)) named.add(value);
      }
    }
    if (named.size === 0) return [];
    const known = await this.sink.known(noun, this.source, [...named]);
    this.remember(noun, known);
    return [...named].filter((value) => !known.has(value));
  }
}

function split(value: string, column: string, stage: Stage): string[] {
  const parts = stage.noun.lists.includes(column) ? value.split(';').map((part) => part.trim()) : [value];
  return parts.filter((part) => part !== '');
}

/** Whether a row still has everything its noun requires. */
function canStand(noun: NativeFile, columns: RowColumns): boolean {
  return missingColumn(noun, columns) === null;
}

/** The first required column without a value (`a or b` where one of several is required), or null. */
export function missingColumn(noun: NativeFile, columns: RowColumns): string | null {
  const absent = noun.required.find((column) => (columns[column] ?? '') === '');
  if (absent !== undefined) return absent;
  const choice = noun.oneOf.find((set) => !set.some((column) => (columns[column] ?? '') !== ''));
  return choice === undefined ? null : choice.join(' or ');
}
