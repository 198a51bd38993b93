import { Records, type ListArguments, type ListDefinition } from '@plimsoll/shared';
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
  eventData: ({ name, region }) => ({ name, region }),
});

/** How partners are listed. */
export const partnerList: ListDefinition<PartnerFilter, keyof typeof PartnerOrderField> = {
  columns: 'p.id, p.version, p.external_id as "externalId", p.source, p.name, p.region',
  from: 'partner p',
  id: 'p.id',
  orders: { NAME: { sql: 'p.name', type: 'text' } },
  defaultOrder: { field: 'NAME', direction: 'ASC' },
  where: (filter, parameters) => [
    ...(filter.search ? [`p.name ilike ${parameters.addContaining(filter.search)}`] : []),
    ...(filter.region ? [`p.region = ${parameters.add(filter.region)}`] : []),
  ],
};
