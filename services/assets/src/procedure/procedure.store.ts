import { Records, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import { ProcedureEntity } from './procedure.entity.js';
import type { ProcedureStep } from './procedure.rules.js';
import type { StandardProcedureFilter, StandardProcedureOrderField } from './procedure.types.js';

/** The working copy of a procedure as the rest of the service knows it. */
export type ProcedureRecord = ProcedureEntity;

/** A procedure as it was published; never changes. */
export interface ProcedureVersionRecord {
  procedureId: string;
  /** From 1. */
  version: number;
  name: string;
  purpose: string | null;
  steps: ProcedureStep[];
  publishedAt: Date;
  /** The person's id, or the subject of a caller who is no person on record. */
  publishedBy: string | null;
  note: string | null;
}

/** What may be asked of the list of procedures. */
export type ProcedureListArguments = ListArguments<
  StandardProcedureFilter,
  keyof typeof StandardProcedureOrderField
>;

/** Procedures, with their history and events. */
export const procedureRecords = new Records<ProcedureRecord>({
  entity: ProcedureEntity,
  noun: 'standard procedure',
  eventNoun: 'standard_procedure',
  eventData: ({ name, status, publishedVersion }) => ({ name, status, publishedVersion }),
});

/** How procedures are listed. */
export const procedureList: ListDefinition<
  StandardProcedureFilter,
  keyof typeof StandardProcedureOrderField
> = {
  columns: `p.id, p.version, p.external_id as "externalId", p.source, p.name, p.purpose, p.status, p.steps,
    p.published_version as "publishedVersion", p.edited`,
  from: 'standard_procedure p',
  id: 'p.id',
  orders: { NAME: { sql: 'p.name', type: 'text' } },
  defaultOrder: { field: 'NAME', direction: 'ASC' },
  where: (filter, parameters) => [
    ...(filter.search ? [`p.name ilike ${parameters.addContaining(filter.search)}`] : []),
    ...(filter.status ? [`p.status = ${parameters.add(filter.status)}`] : []),
  ],
};

const VERSION = `v.procedure_id as "procedureId", v.version, v.name, v.purpose, v.steps,
  v.published_at as "publishedAt", v.published_by as "publishedBy", v.note`;

/** Keeps a version that is published. */
export async function storeVersion(tx: Session, version: ProcedureVersionRecord): Promise<void> {
  await tx.query(
    `insert into procedure_version (procedure_id, version, name, purpose, steps, published_at, published_by, note)
     values ($1, $2, $3, $4, $5::jsonb, $6, $7, $8)`,
    [
      version.procedureId,
      version.version,
      version.name,
      version.purpose,
      JSON.stringify(version.steps),
      version.publishedAt,
      version.publishedBy,
      version.note,
    ],
  );
}

/** The versions named, one slot each, in order; null where the session's scope sees none; one statement. */
export async function findVersions(
  session: Session,
  wanted: readonly { procedureId: string; version: number }[],
): Promise<(ProcedureVersionRecord | null)[]> {
  const rows = await session.query<ProcedureVersionRecord>(
    `select ${VERSION} from procedure_version v
       join (select distinct * from unnest($1::text[], $2::integer[]) as wanted(id, version)) as w
         on w.id = v.procedure_id and w.version = v.version`,
    [wanted.map(({ procedureId }) => procedureId), wanted.map(({ version }) => version)],
  );
  const found = new Map(rows.map((row) => [`${row.procedureId} ${row.version}`, row]));
  return wanted.map(({ procedureId, version }) => found.get(`${procedureId} ${version}`) ?? null);
}

/** All versions of each procedure, newest first, in the order of the ids; one statement. */
export async function findVersionsOf(
  session: Session,
  procedureIds: readonly string[],
): Promise<ProcedureVersionRecord[][]> {
  const rows = await session.query<ProcedureVersionRecord>(
    `select ${VERSION} from procedure_version v where v.procedure_id = any($1::text[])
      order by v.procedure_id, v.version desc`,
    [[...new Set(procedureIds)]],
  );
  return procedureIds.map((id) => rows.filter(({ procedureId }) => procedureId === id));
}
