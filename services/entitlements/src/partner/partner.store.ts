import {
  Records,
  type ListArguments,
  type ListDefinition,
  type Session,
  type SqlParameters,
} from '@plimsoll/shared';
import { PartnerEntity } from './partner.entity.js';
import { PartnerHierarchy } from './partner.rules.js';
import type { PartnerFilter, PartnerOrderField } from './partner.types.js';

/** A partner as the rest of the service knows it. */
export type PartnerRecord = PartnerEntity;

/** What may be asked of the list of partners. */
export type PartnerListArguments = ListArguments<PartnerFilter, keyof typeof PartnerOrderField>;

/** Partners, with their history and events. */
export const partnerRecords = new Records<PartnerRecord>({
  entity: PartnerEntity,
  noun: 'partner',
  eventNoun: 'partner',
  eventData: ({ name, region, parentId }) => ({ name, region, parentId }),
});

/** Who is below a partner; below one that the caller does not see is nobody: a reseller does not learn who is above it. */
function below(partnerId: string, condition: (id: string) => string, parameters: SqlParameters): string[] {
  const id = parameters.add(partnerId);
  return [condition(id), `exists (select from partner above where above.id = ${id})`];
}

/** How partners are listed. */
export const partnerList: ListDefinition<PartnerFilter, keyof typeof PartnerOrderField> = {
  columns:
    'p.id, p.version, p.external_id as "externalId", p.source, p.name, p.region, p.parent_id as "parentId"',
  from: 'partner p',
  id: 'p.id',
  orders: { NAME: { sql: 'p.name', type: 'text' } },
  defaultOrder: { field: 'NAME', direction: 'ASC' },
  where: (filter, parameters) => [
    ...(filter.search ? [`p.name ilike ${parameters.addContaining(filter.search)}`] : []),
    ...(filter.region ? [`p.region = ${parameters.add(filter.region)}`] : []),
    ...(filter.parentId ? below(filter.parentId, (id) => `p.parent_id = ${id}`, parameters) : []),
    ...(filter.ancestorId
      ? below(filter.ancestorId, (id) => `p.lineage @> array[${id}] and p.id <> ${id}`, parameters)
      : []),
    ...(filter.top == null ? [] : [`(p.parent_id is null) = ${parameters.add(filter.top)}`]),
  ],
  parents: { parent: 'p.parent_id' },
};

/**
 * The lineages of these partners, each itself and all its ancestors, nearest first; until the transaction ends none of
 * them is moved. What names a partner and keeps its resellers (`customer.partner_ids`) reads them here, before it locks
 * any record below the partner. One statement.
 */
export async function holdLineages(
  tx: Session,
  partnerIds: readonly string[],
): Promise<Map<string, string[]>> {
  if (partnerIds.length === 0) return new Map();
  const rows = await tx.query<{ id: string; lineage: string[] }>(
    'select id, lineage from partner where id = any($1::text[]) order by id for share',
    [partnerIds],
  );
  return new Map(rows.map(({ id, lineage }) => [id, lineage]));
}

/** The ids above each of these partners, nearest first; one statement. */
export async function findAncestorIds(
  session: Session,
  ids: readonly string[],
): Promise<Map<string, string[]>> {
  const rows = await session.query<{ id: string; above: string[] }>(
    'select id, lineage[2:] as above from partner where id = any($1::text[])',
    [ids],
  );
  return new Map(rows.map(({ id, above }) => [id, above]));
}

/**
 * Who is below whom at present. Until the transaction ends nobody else moves a partner, so that no two moves, each
 * sound by itself, make a cycle together.
 */
export async function holdHierarchy(tx: Session): Promise<PartnerHierarchy> {
  // Any constant of this database's own: nothing else in it locks this word.
  await tx.query(`select pg_advisory_xact_lock(hashtext('partner hierarchy'))`);
  const rows = await tx.query<{ id: string; parentId: string | null }>(
    'select id, parent_id as "parentId" from partner',
  );
  return new PartnerHierarchy(rows.map(({ id, parentId }) => [id, parentId]));
}

/**
 * Waits for everyone who holds the lineages of these partners, and keeps them from others until the transaction ends;
 * in order of id like {@link holdLineages}, so that neither waits for the other for ever. Before the first change.
 */
export async function lockPartners(tx: Session, ids: readonly string[]): Promise<void> {
  await tx.query('select from partner where id = any($1::text[]) order by id for update', [ids]);
}

/** Stores the lineages of these partners; answers of which it has changed. */
export async function storeLineages(
  tx: Session,
  hierarchy: PartnerHierarchy,
  ids: readonly string[],
): Promise<Map<string, string[]>> {
  const rows = ids.map((id) => ({ id, lineage: hierarchy.lineageOf(id) }));
  const changed = await tx.query<{ id: string; lineage: string[] }>(
    `update partner p set lineage = given.lineage
       from jsonb_to_recordset($1::jsonb) as given(id text, lineage text[])
      where p.id = given.id and p.lineage <> given.lineage
     returning p.id, p.lineage`,
    [JSON.stringify(rows)],
  );
  return new Map(changed.map(({ id, lineage }) => [id, lineage]));
}
