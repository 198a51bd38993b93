import {
  newId,
  Records,
  SqlParameters,
  type ImportRow,
  type ListArguments,
  type ListDefinition,
  type Session,
} from '@plimsoll/shared';
import type { DifferenceKindName, PlannedDifference, ReconciledNoun } from './difference.rules.js';
import { ReconciliationEntity } from './reconciliation.entity.js';
import type { DifferenceFilter, ReconciliationFilter } from './reconciliation.types.js';

/** A reconciliation as the rest of the service knows it. */
export type ReconciliationRecord = ReconciliationEntity;

/** Reconciliations, with their history and events. */
export const reconciliationRecords = new Records<ReconciliationRecord>({
  entity: ReconciliationEntity,
  noun: 'reconciliation',
  eventNoun: 'reconciliation',
  eventData: ({ feedSource, nouns, status, changeId }) => ({ feedSource, nouns, status, changeId }),
  untracked: ['problems'],
});

/** What may be asked of the list of reconciliations. */
export type ReconciliationListArguments = ListArguments<ReconciliationFilter, 'STARTED'>;

/** How reconciliations are listed: the latest first. */
export const reconciliationList: ListDefinition<ReconciliationFilter, 'STARTED'> = {
  columns: `r.id, r.version, r.external_id as "externalId", r.source, r.feed_source as "feedSource", r.nouns,
    r.asset_kinds as "assetKinds", r.location, r.tag, r.status, r.started_by as "startedBy", r.started_at as "startedAt",
    r.planned_at as "plannedAt", r.applied_at as "appliedAt", r.change_id as "changeId", r.problems,
    r.problem_count as "problemCount"`,
  from: 'reconciliation r',
  id: 'r.id',
  orders: { STARTED: { sql: 'r.started_at', type: 'timestamptz' } },
  defaultOrder: { field: 'STARTED', direction: 'DESC' },
  where: (filter, parameters) => [
    ...(filter.status ? [`r.status = ${parameters.add(filter.status)}`] : []),
    ...(filter.feedSource ? [`r.feed_source = ${parameters.add(filter.feedSource)}`] : []),
  ],
};

/** A difference as stored. */
export interface DifferenceRecord extends PlannedDifference {
  id: string;
  reconciliationId: string;
  selected: boolean;
}

const DIFFERENCE = `d.id, d.reconciliation_id as "reconciliationId", d.noun, d.kind, d.name, d.record_id as "recordId",
  d.record_version as "recordVersion", d.fields, d.selected`;

/** How differences are listed: by parent `reconciliation`, assets first. */
export const differenceList: ListDefinition<DifferenceFilter, 'PLANNED'> = {
  columns: DIFFERENCE,
  from: 'reconciliation_difference d',
  id: 'd.id',
  orders: { PLANNED: { sql: 'd.id', type: 'text' } },
  defaultOrder: { field: 'PLANNED', direction: 'ASC' },
  where: whereDifferences,
  parents: { reconciliation: 'd.reconciliation_id' },
};

function whereDifferences(filter: DifferenceFilter, parameters: SqlParameters): string[] {
  return [
    ...(filter.noun ? [`d.noun = ${parameters.add(filter.noun)}`] : []),
    ...(filter.kind ? [`d.kind = ${parameters.add(filter.kind)}`] : []),
    ...(filter.selected == null ? [] : [`d.selected = ${parameters.add(filter.selected)}`]),
    ...(filter.search ? [`d.name ilike ${parameters.addContaining(filter.search)}`] : []),
  ];
}

/** A row of a feed: what it is keyed by, where it stood, and its cells as they were read. */
export interface FeedRow {
  key: string;
  line: number;
  cells: object;
}

/** A row of a feed that could not be read, but says what it is about, and why. */
export interface UnreadRow extends FeedRow {
  fault: string;
}

/** The reconciliation, neither planned nor given up until the transaction ends; null where there is none. Two statements. */
export async function holdForRows(tx: Session, id: string): Promise<ReconciliationRecord | null> {
  await tx.query('select 1 from reconciliation where id = $1 for share', [id]);
  return (await reconciliationRecords.findByIds(tx, [id])).get(id) ?? null;
}

/** Stores rows of a feed; one of the same key replaces what was given before. One statement. */
export async function saveFeedRows(
  tx: Session,
  reconciliationId: string,
  noun: ReconciledNoun,
  rows: readonly FeedRow[],
): Promise<{ created: number; updated: number }> {
  const stored = await tx.query<{ created: boolean }>(
    `insert into reconciliation_row as r (reconciliation_id, noun, key, line, cells)
     select $1, $2, key, line, cells from jsonb_to_recordset($3::jsonb) as given(key text, line integer, cells jsonb)
     on conflict (reconciliation_id, noun, key) do update set line = excluded.line, cells = excluded.cells, fault = null
       where r.cells <> excluded.cells or r.fault is not null
     returning (xmax = 0) as created`,
    [reconciliationId, noun, JSON.stringify(rows)],
  );
  const created = stored.filter((row) => row.created).length;
  return { created, updated: stored.length - created };
}

/** Notes rows that could not be read; what was read before of what they are about stays. One statement. */
export async function noteUnreadRows(
  tx: Session,
  reconciliationId: string,
  noun: ReconciledNoun,
  rows: readonly UnreadRow[],
): Promise<void> {
  await tx.query(
    `insert into reconciliation_row (reconciliation_id, noun, key, line, cells, fault)
     select $1, $2, key, line, cells, fault
       from jsonb_to_recordset($3::jsonb) as given(key text, line integer, cells jsonb, fault text)
     on conflict do nothing`,
    [reconciliationId, noun, JSON.stringify(rows)],
  );
}

/** The rows of a feed, in the order of their lines, as the columns of the noun's file were read; one statement. */
export function readFeedRows(
  tx: Session,
  reconciliationId: string,
  noun: ReconciledNoun,
): Promise<ImportRow<unknown>[]> {
  return tx.query(
    `select line, cells as row from reconciliation_row
      where reconciliation_id = $1 and noun = $2 and fault is null order by line, key`,
    [reconciliationId, noun],
  );
}

/** The rows of a feed that could not be read, in the order of their lines: of their cells what they are about; one statement. */
export function readUnreadRows<Row>(
  tx: Session,
  reconciliationId: string,
  noun: ReconciledNoun,
): Promise<(ImportRow<Row> & { fault: string })[]> {
  return tx.query(
    `select line, cells as row, fault from reconciliation_row
      where reconciliation_id = $1 and noun = $2 and fault is not null order by line, key`,
    [reconciliationId, noun],
  );
}

/** Puts differences in the place of those there are; two statements. All are selected. */
export async function replaceDifferences(
  tx: Session,
  reconciliationId: string,
  differences: readonly PlannedDifference[],
): Promise<void> {
  await tx.query('delete from reconciliation_difference where reconciliation_id = $1', [reconciliationId]);
  await tx.query(
    `insert into reconciliation_difference
       (id, reconciliation_id, noun, kind, name, record_id, record_version, fields, target)
     select id, $1, noun, kind, name, "recordId", "recordVersion", fields, target
       from jsonb_to_recordset($2::jsonb) as d(id text, noun text, kind text, name text, "recordId" text,
            "recordVersion" integer, fields jsonb, target jsonb)`,
    [reconciliationId, JSON.stringify(differences.map((one) => ({ ...one, id: newId('dif') })))],
  );
}

/** Selects differences or takes them out; one statement. Answers how many are meant. */
export async function setSelected(
  tx: Session,
  reconciliationId: string,
  selected: boolean,
  which: { ids: readonly string[] } | { filter: DifferenceFilter },
): Promise<number> {
  const parameters = new SqlParameters();
  const conditions = [
    `d.reconciliation_id = ${parameters.add(reconciliationId)}`,
    ...('ids' in which
      ? [`d.id = any(${parameters.add(which.ids)}::text[])`]
      : whereDifferences(which.filter, parameters)),
  ];
  const rows = await tx.query<{ id: string }>(
    `update reconciliation_difference d set selected = ${parameters.add(selected)}
      where ${conditions.join(' and ')} returning d.id`,
    parameters.values,
  );
  return rows.length;
}

/** The selected differences with what they are to store; one statement. */
export function readSelected(tx: Session, reconciliationId: string): Promise<DifferenceRecord[]> {
  return tx.query<DifferenceRecord>(
    `select ${DIFFERENCE}, d.target from reconciliation_difference d
      where d.reconciliation_id = $1 and d.selected order by d.id`,
    [reconciliationId],
  );
}

/** How many differences there are of each noun and kind. */
export interface StoredCount {
  reconciliationId: string;
  noun: ReconciledNoun;
  kind: DifferenceKindName;
  count: number;
  selectedCount: number;
}

/** The counts of these reconciliations; one statement. */
export function countDifferences(session: Session, ids: readonly string[]): Promise<StoredCount[]> {
  return session.query<StoredCount>(
    `select reconciliation_id as "reconciliationId", noun, kind, count(*)::int as count,
            (count(*) filter (where selected))::int as "selectedCount"
       from reconciliation_difference where reconciliation_id = any($1::text[])
      group by 1, 2, 3 order by 1, noun, array_position(array['NEW', 'GONE', 'DRIFTED'], kind)`,
    [ids],
  );
}
