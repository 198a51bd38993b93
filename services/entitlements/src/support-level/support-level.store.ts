import { Records, type ListArguments, type ListDefinition } from '@plimsoll/shared';
import { SupportLevelEntity } from './support-level.entity.js';
import type { SupportLevelFilter, SupportLevelOrderField } from './support-level.types.js';

/** A support level as the rest of the service knows it. */
export type SupportLevelRecord = SupportLevelEntity;

/** What may be asked of the list of support levels. */
export type SupportLevelListArguments = ListArguments<
  SupportLevelFilter,
  keyof typeof SupportLevelOrderField
>;

/** Support levels, with their history and events. */
export const supportLevelRecords = new Records<SupportLevelRecord>({
  entity: SupportLevelEntity,
  noun: 'support level',
  eventNoun: 'support_level',
  eventData: ({ name, agreementId, casesPerYear, beyondAllowance }) => ({
    name,
    agreementId,
    casesPerYear,
    beyondAllowance,
  }),
});

/** The select list of a support level `l`; the aliases are the properties of its record. */
export const supportLevelColumns = `l.id, l.version, l.external_id as "externalId", l.source, l.name,
    l.calendar_id as "calendarId", l.agreement_id as "agreementId", l.channels, l.languages,
    l.designated_contacts as "designatedContacts", l.cases_per_year as "casesPerYear",
    l.beyond_allowance as "beyondAllowance"`;

/** How support levels are listed. */
export const supportLevelList: ListDefinition<SupportLevelFilter, keyof typeof SupportLevelOrderField> = {
  columns: supportLevelColumns,
  from: 'support_level l',
  id: 'l.id',
  orders: { NAME: { sql: 'l.name', type: 'text' } },
  defaultOrder: { field: 'NAME', direction: 'ASC' },
  where: (filter, parameters) => [
    ...(filter.search ? [`l.name ilike ${parameters.addContaining(filter.search)}`] : []),
    ...(filter.language ? [`${parameters.add(filter.language)} = any(l.languages)`] : []),
  ],
};
