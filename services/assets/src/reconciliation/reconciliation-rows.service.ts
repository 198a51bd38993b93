import {
  DomainError,
  importRows,
  type ImportReport,
  type ImportRow,
  type RequestContext,
  type Session,
  type StoredBatch,
} from '@plimsoll/shared';
import { assetColumns, type AssetRow } from '../asset/index.js';
import { dependencyColumns, type DependencyRow } from '../dependency/index.js';
import { placementColumns, type PlacementRow } from '../placement/index.js';
import type { ReconciledNoun } from './difference.rules.js';
import { reconciliationRecords, saveFeedRows } from './reconciliation.store.js';
import type { ReconciliationRowsInput } from './reconciliation.types.js';

/**
 * Takes rows of a feed, each read by itself as an import does; what they name is looked up when they are planned.
 * Roles: admin, operator.
 */
export function addReconciliationRows(
  context: RequestContext,
  input: ReconciliationRowsInput,
): Promise<ImportReport> {
  const { session, principal } = context;
  const given = { source: '', rows: input.rows };
  const store = <Row>(noun: ReconciledNoun, key: (row: Row) => string) => ({
    key,
    store: (tx: Session, _: string, rows: ImportRow<Row>[]) => storeRows(tx, input.id, noun, rows, key),
  });
  if (input.noun === 'ASSET') {
    return importRows<AssetRow>(session, principal, given, {
      columns: assetColumns,
      keepUnknown: true,
      ...store<AssetRow>('ASSET', (row) => row.external_id),
    });
  }
  if (input.noun === 'DEPENDENCY') {
    return importRows<DependencyRow>(session, principal, given, {
      columns: dependencyColumns,
      ...store<DependencyRow>('DEPENDENCY', ({ consumer, provider, group }) =>
        JSON.stringify([consumer, provider, group ?? null]),
      ),
    });
  }
  return importRows<PlacementRow>(session, principal, given, {
    columns: placementColumns,
    ...store<PlacementRow>('PLACEMENT', ({ asset, product, pod, customer }) =>
      JSON.stringify([asset, product ?? null, pod ?? null, customer ?? null]),
    ),
  });
}

async function storeRows<Row>(
  tx: Session,
  id: string,
  noun: ReconciledNoun,
  rows: ImportRow<Row>[],
  key: (row: Row) => string,
): Promise<StoredBatch> {
  const record = await reconciliationRecords.require(tx, id, ['id']);
  const refusal = refusalOf(record.status, record.nouns, noun);
  if (refusal !== null) {
    const rejects = rows.map(({ line }) => ({ line, column: null, reason: refusal }));
    return { created: 0, updated: 0, unchanged: 0, rejects };
  }
  const stored = await saveFeedRows(
    tx,
    id,
    noun,
    rows.map(({ line, row }) => ({ key: key(row), line, cells: row as object })),
  );
  return { ...stored, unchanged: rows.length - stored.created - stored.updated, rejects: [] };
}

function refusalOf(status: string, nouns: readonly ReconciledNoun[], noun: ReconciledNoun): string | null {
  if (status !== 'COLLECTING')
    return `The reconciliation is ${status} and takes no more rows; start another one.`;
  return nouns.includes(noun) ? null : `The reconciliation is not of ${noun}; start one that is.`;
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
