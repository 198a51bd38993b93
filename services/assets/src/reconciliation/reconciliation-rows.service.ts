import {
  canBeKept,
  DomainError,
  importRows,
  type ImportReport,
  type ImportRow,
  type RequestContext,
  type Session,
  type StoredBatch,
} from '@plimsoll/shared';
import { assetColumns } from '../asset/index.js';
import { dependencyColumns } from '../dependency/index.js';
import { placementColumns } from '../placement/index.js';
import type { ReconciledNoun } from './difference.rules.js';
import {
  holdForRows,
  noteUnreadRows,
  saveFeedRows,
  type FeedRow,
  type ReconciliationRecord,
  type UnreadRow,
} from './reconciliation.store.js';
import type { ReconciliationRowsInput } from './reconciliation.types.js';

type Cells = Record<string, unknown>;

/** So that what a row is about fits into an index. */
const LONGEST_NAME = 500;

/** The files of a feed: their columns, and which of these say what a row is about, the first `needed` in any case. */
const FILES = {
  ASSET: { columns: assetColumns, keepUnknown: true, about: ['external_id'], needed: 1 },
  DEPENDENCY: {
    columns: dependencyColumns,
    keepUnknown: false,
    about: ['consumer', 'provider', 'group'],
    needed: 2,
  },
  PLACEMENT: {
    columns: placementColumns,
    keepUnknown: false,
    about: ['asset', 'product', 'pod', 'customer'],
    needed: 1,
  },
} as const;

/**
 * Takes rows of a feed, each read by itself as an import does; what they name is looked up when they are planned. A row
 * that cannot be read is rejected and, where it says what it is about, noted: the feed has that, whatever it says of it.
 * Roles: admin, operator.
 */
export async function addReconciliationRows(
  { session, principal }: RequestContext,
  { id, noun, rows }: ReconciliationRowsInput,
): Promise<ImportReport> {
  const { columns, keepUnknown } = FILES[noun];
  const report = await importRows<Cells>(
    session,
    principal,
    { source: '', rows },
    {
      columns,
      keepUnknown,
      key: (row) => keyOf(noun, row),
      store: (tx, _, read) => storeRows(tx, id, noun, read),
    },
  );
  const unread = unreadRows(noun, rows, report);
  if (unread.length > 0) await session.transaction((tx) => noteUnread(tx, id, noun, unread));
  return report;
}

async function storeRows(
  tx: Session,
  id: string,
  noun: ReconciledNoun,
  rows: ImportRow<Cells>[],
): Promise<StoredBatch> {
  const refusal = refusalOf(await holdForRows(tx, id), noun);
  if (refusal !== null) {
    const rejects = rows.map(({ line }) => ({ line, column: null, reason: refusal }));
    return { created: 0, updated: 0, unchanged: 0, rejects };
  }
  const stored = await saveFeedRows(
    tx,
    id,
    noun,
    rows.map(({ line, row }): FeedRow => ({ key: keyOf(noun, row), line, cells: row })),
  );
  return { ...stored, unchanged: rows.length - stored.created - stored.updated, rejects: [] };
}

async function noteUnread(
  tx: Session,
  id: string,
  noun: ReconciledNoun,
  rows: readonly UnreadRow[],
): Promise<void> {
  if (refusalOf(await holdForRows(tx, id), noun) === null) await noteUnreadRows(tx, id, noun, rows);
}

function keyOf(noun: ReconciledNoun, row: Cells): string {
  return JSON.stringify(FILES[noun].about.map((name) => row[name] ?? null));
}

/** The rejected rows that say what they are about. */
function unreadRows(noun: ReconciledNoun, rows: readonly Cells[], { rejects }: ImportReport): UnreadRow[] {
  const { about, needed } = FILES[noun];
  const faults = new Map(rejects.map(({ line, reason }) => [line, reason]));
  return rows.flatMap((given, index): UnreadRow[] => {
    if (given === null) return [];
    const line = typeof given['_line'] === 'number' ? given['_line'] : index + 1;
    const fault = faults.get(line);
    const cells = Object.fromEntries(about.map((name) => [name, nameIn(given[name])]));
    if (fault === undefined || about.slice(0, needed).some((name) => cells[name] === null)) return [];
    return [{ key: keyOf(noun, cells), line, cells, fault }];
  });
}

function nameIn(cell: unknown): string | null {
  if (typeof cell !== 'string' || cell.length > LONGEST_NAME || !canBeKept(cell)) return null;
  return cell === '' ? null : cell;
}

function refusalOf(record: ReconciliationRecord | null, noun: ReconciledNoun): string | null {
  if (!record) return 'There is no such reconciliation.';
  if (record.status !== 'COLLECTING')
    return `The reconciliation is ${record.status} and takes no more rows; start another one.`;
  return record.nouns.includes(noun) ? null : `The reconciliation is not of ${noun}; start one that is.`;
}

/**
 * What a feed has to have before it is compared: without any row of a noun everything would be gone.
 *
 * @throws DomainError `INVALID`
 */
export function requireRows(noun: ReconciledNoun, rows: readonly unknown[]): void {
  if (rows.length > 0) return;
  throw new DomainError(
    'INVALID',
    `The feed has no row of ${noun}: everything of it would be gone. Add its rows, or start a reconciliation without it.`,
    ['id'],
  );
}
