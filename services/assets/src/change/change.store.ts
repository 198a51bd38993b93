import { Records, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import { ChangeEntity } from './change.entity.js';
import type { ChangeFilter, ChangeOrderField } from './change.types.js';

/** A change as the rest of the service knows it. */
export type ChangeRecord = ChangeEntity;

/** What may be asked of a list of changes; `now` is the instant that `upcoming` is meant at. */
export type ChangeListFilter = ChangeFilter & { now: Date };
export type ChangeListArguments = ListArguments<ChangeListFilter, keyof typeof ChangeOrderField>;

/** Changes, with their history and events. */
export const changeRecords = new Records<ChangeRecord>({
  entity: ChangeEntity,
  noun: 'change',
  eventNoun: 'change',
  eventData: (change) => ({
    title: change.title,
    kind: change.kind,
    status: change.status,
    outcome: change.outcome,
    assetIds: change.assetIds,
    windowFrom: instant(change.windowFrom),
    windowTo: instant(change.windowTo),
    startedAt: instant(change.startedAt),
    endedAt: instant(change.endedAt),
    noticeGivenAt: instant(change.noticeGivenAt),
    expectedState: change.expectedState,
    implementerIds: change.implementerIds,
    teamName: change.teamName,
    procedureId: change.procedureId,
    releaseId: change.releaseId,
    templateId: change.templateId,
  }),
});

const COLUMNS = `c.id, c.version, c.external_id as "externalId", c.source, c.title, c.description, c.kind, c.status,
  c.outcome, c.asset_ids as "assetIds", c.window_from as "windowFrom", c.window_to as "windowTo",
  c.expected_state as "expectedState", c.notice_given_at as "noticeGivenAt", c.started_at as "startedAt",
  c.ended_at as "endedAt", c.requested_by as "requestedBy", c.reviewed_by as "reviewedBy",
  c.review_comment as "reviewComment", c.rollback_plan as "rollbackPlan", c.implementer_ids as "implementerIds",
  c.team_name as "teamName", c.emergency_reason as "emergencyReason",
  c.overridden_conflicts as "overriddenConflicts", c.procedure_id as "procedureId", c.release_id as "releaseId",
  c.template_id as "templateId", c.submitted_version as "submittedVersion"`;

/** Agreed on and not over: still to come at an instant, or in progress. */
const upcoming = (now: string) =>
  `(c.status = 'IN_PROGRESS' or c.status in ('APPROVED', 'SCHEDULED') and c.window_to > ${now})`;

const ORDERS: ListDefinition<ChangeListFilter, keyof typeof ChangeOrderField>['orders'] = {
  STARTS_AT: { sql: "coalesce(c.window_from, 'infinity')", type: 'timestamptz' },
  TITLE: { sql: 'c.title', type: 'text' },
};

const where: ListDefinition<ChangeListFilter, keyof typeof ChangeOrderField>['where'] = (
  filter,
  parameters,
) => [
  ...(filter.search ? [`c.title ilike ${parameters.addContaining(filter.search)}`] : []),
  ...(filter.status ? [`c.status = ${parameters.add(filter.status)}`] : []),
  ...(filter.kind ? [`c.kind = ${parameters.add(filter.kind)}`] : []),
  ...(filter.assetId
    ? [
        `c.id in (select a.change_id from change_asset a where a.asset_id = ${parameters.add(filter.assetId)})`,
      ]
    : []),
  ...(filter.region ? [inRegion(parameters.add(filter.region))] : []),
  ...(filter.from ? [`c.window_to > ${parameters.add(filter.from)}`] : []),
  ...(filter.to ? [`c.window_from < ${parameters.add(filter.to)}`] : []),
  ...(filter.upcoming === true ? [upcoming(`${parameters.add(filter.now)}::timestamptz`)] : []),
  ...(filter.upcoming === false ? [`not ${upcoming(`${parameters.add(filter.now)}::timestamptz`)}`] : []),
];

/** Some asset of it belongs to a pod of the region, or is placed in one. */
function inRegion(region: string): string {
  return `c.id in (select r.change_id from change_asset r join asset a on a.id = r.asset_id
    where a.pod_id in (select p.id from pod p where p.region = ${region})
      or exists (select from placement l join pod p on p.id = l.pod_id
                  where l.asset_id = a.id and l.removed_at is null and p.region = ${region}))`;
}

/** How changes are listed. */
export const changeList: ListDefinition<ChangeListFilter, keyof typeof ChangeOrderField> = {
  columns: COLUMNS,
  from: 'change c',
  id: 'c.id',
  orders: ORDERS,
  defaultOrder: { field: 'STARTS_AT', direction: 'ASC' },
  where,
};

/** How the changes of assets are listed. */
export const assetChangeList: ListDefinition<ChangeListFilter, keyof typeof ChangeOrderField> = {
  ...changeList,
  from: 'change_asset ca join change c on c.id = ca.change_id',
  parents: { asset: 'ca.asset_id' },
};

/** All changes agreed on and not over at an instant, the earliest first. */
export function findUpcoming(session: Session, now: Date): Promise<ChangeRecord[]> {
  return session.query<ChangeRecord>(
    `select ${COLUMNS} from change c where ${upcoming('$1::timestamptz')} order by c.window_from, c.id`,
    [now],
  );
}

/** Those of these assets that are on record, in the session's scope; one statement. */
export async function findAssets(session: Session, ids: readonly string[]): Promise<Set<string>> {
  const rows = await session.query<{ id: string }>('select id from asset where id = any($1::text[])', [ids]);
  return new Set(rows.map((row) => row.id));
}

function instant(value: Date | null): string | null {
  return value?.toISOString() ?? null;
}
