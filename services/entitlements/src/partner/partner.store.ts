import { Records, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import { PartnerEntity } from './partner.entity.js';
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
  ],
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
