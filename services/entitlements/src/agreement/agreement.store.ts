import {
  Records,
  violatedConstraint,
  type ListArguments,
  type ListDefinition,
  type Session,
} from '@plimsoll/shared';
import { AgreementEntity } from './agreement.entity.js';
import { agreementOverlap } from './agreement.errors.js';
import type { AgreementStatus } from './agreement.rules.js';
import type { AgreementFilter, AgreementOrderField } from './agreement.types.js';

/** A version of a service level agreement as the rest of the service knows it. */
export type AgreementRecord = AgreementEntity;

/** What may be asked of the list of agreements. */
export type AgreementListArguments = ListArguments<
  AgreementFilter & { today: string },
  keyof typeof AgreementOrderField
>;

/** Versions of service level agreements, with their history and events. */
export const agreementRecords = new Records<AgreementRecord>({
  entity: AgreementEntity,
  noun: 'service level agreement',
  eventNoun: 'agreement',
  eventData: ({ id: _id, version: _version, externalId: _externalId, source: _source, stage, ...terms }) => ({
    ...terms,
    status: stage,
  }),
});

const COLUMNS = `a.id, a.version, a.external_id as "externalId", a.source, a.name, a.stage,
  a.valid_from as "validFrom", a.valid_to as "validTo", a.uptime_target as "uptimeTarget",
  a.degraded_weight as "degradedWeight", a.maintenance_notice_hours as "maintenanceNoticeHours",
  a.maintenance_cap_minutes as "maintenanceCapMinutes", a.credit_tiers as "creditTiers",
  a.credit_cap_percent as "creditCapPercent", a.calendar_id as "calendarId", a.targets`;

/** Where a version stands in its life on a day, as in {@link AgreementStatus}. */
const statusOn = (day: string) =>
  `case when a.stage <> 'IN_FORCE' then a.stage
        when a.valid_to is null or a.valid_to > ${day}::date then 'IN_FORCE'
        when agreement_is_superseded(a.name, a.valid_to) then 'SUPERSEDED' else 'ENDED' end`;

/** How agreements are listed. */
export const agreementList: ListDefinition<
  AgreementFilter & { today: string },
  keyof typeof AgreementOrderField
> = {
  columns: COLUMNS,
  from: 'agreement a',
  id: 'a.id',
  orders: { NAME: { sql: 'a.name', type: 'text' }, VALID_FROM: { sql: 'a.valid_from', type: 'date' } },
  defaultOrder: { field: 'NAME', direction: 'ASC' },
  where: (filter, parameters) => {
    const conditions: string[] = [];
    if (filter.status) {
      conditions.push(`${statusOn(parameters.add(filter.today))} = ${parameters.add(filter.status)}`);
    }
    if (filter.search) conditions.push(`a.name ilike ${parameters.addContaining(filter.search)}`);
    if (filter.inForceOn) {
      const day = parameters.add(filter.inForceOn);
      conditions.push(
        `a.stage = 'IN_FORCE' and a.valid_from <= ${day}::date and (a.valid_to is null or a.valid_to > ${day}::date)`,
      );
    }
    return conditions;
  },
};

/** All versions of each of these names that the session's scope sees, by name, the oldest first; one statement. */
export async function findVersionsByName(
  session: Session,
  names: readonly string[],
): Promise<Map<string, AgreementRecord[]>> {
  const rows = await session.query<AgreementRecord>(
    `select ${COLUMNS} from agreement a where a.name = any($1::text[]) order by a.valid_from, a.id`,
    [[...names]],
  );
  const byName = new Map<string, AgreementRecord[]>();
  for (const row of rows) byName.set(row.name, [...(byName.get(row.name) ?? []), row]);
  return byName;
}

/** Where each of these versions stands in its life on a day, by id, of those the scope sees; one statement. */
export async function findStatuses(
  session: Session,
  ids: readonly string[],
  day: string,
): Promise<Map<string, AgreementStatus>> {
  const rows = await session.query<{ id: string; status: AgreementStatus }>(
    `select a.id, ${statusOn('$2')} as status from agreement a where a.id = any($1::text[])`,
    [[...ids], day],
  );
  return new Map(rows.map(({ id, status }) => [id, status]));
}

/**
 * The version in force of this name that a next one beginning on that day would follow: the one that applies on the
 * day before it. Locked until the transaction ends; null where there is none.
 */
export async function findPredecessor(
  tx: Session,
  name: string,
  validFrom: string,
): Promise<AgreementRecord | null> {
  const [found] = await tx.query<AgreementRecord>(
    `select ${COLUMNS} from agreement a
      where a.name = $1 and a.stage = 'IN_FORCE' and a.valid_from < $2::date
        and (a.valid_to is null or a.valid_to > $2::date) for update`,
    [name, validFrom],
  );
  return found ?? null;
}

/**
 * Checks now, instead of at the end of the transaction, that versions of one name do not overlap.
 *
 * @throws DomainError `AGREEMENT_OVERLAP`; the transaction has failed then
 */
export async function checkVersions(tx: Session, name: string): Promise<void> {
  try {
    await tx.query('set constraints agreement_versions_do_not_overlap immediate');
    await tx.query('set constraints agreement_versions_do_not_overlap deferred');
  } catch (error) {
    throw violatedConstraint(error) === 'agreement_versions_do_not_overlap' ? agreementOverlap(name) : error;
  }
}
