import { Records, violatedConstraint, type ListArguments, type ListDefinition } from '@plimsoll/shared';
import { AgreementTemplateEntity } from './agreement-template.entity.js';
import { templateNameTaken } from './agreement-template.errors.js';
import type { AgreementTemplateFilter, AgreementTemplateOrderField } from './agreement-template.types.js';

/** A template of agreements as the rest of the service knows it. */
export type AgreementTemplateRecord = AgreementTemplateEntity;

/** What may be asked of the list of templates. */
export type AgreementTemplateListArguments = ListArguments<
  AgreementTemplateFilter,
  keyof typeof AgreementTemplateOrderField
>;

/** Templates of agreements, with their history and events. */
export const agreementTemplateRecords = new Records<AgreementTemplateRecord>({
  entity: AgreementTemplateEntity,
  noun: 'agreement template',
  eventNoun: 'agreement_template',
  eventData: ({ name }) => ({ name }),
});

/** How templates are listed. */
export const agreementTemplateList: ListDefinition<
  AgreementTemplateFilter,
  keyof typeof AgreementTemplateOrderField
> = {
  columns: `t.id, t.version, t.external_id as "externalId", t.source, t.name,
    t.uptime_target as "uptimeTarget", t.degraded_weight as "degradedWeight",
    t.maintenance_notice_hours as "maintenanceNoticeHours",
    t.maintenance_cap_minutes as "maintenanceCapMinutes", t.credit_tiers as "creditTiers",
    t.credit_cap_percent as "creditCapPercent", t.calendar_id as "calendarId", t.targets`,
  from: 'agreement_template t',
  id: 't.id',
  orders: { NAME: { sql: 't.name', type: 'text' } },
  defaultOrder: { field: 'NAME', direction: 'ASC' },
  where: (filter, parameters) =>
    filter.search ? [`t.name ilike ${parameters.addContaining(filter.search)}`] : [],
};

/** Runs a change of a template. @throws DomainError `DUPLICATE_NAME` where another has the name */
export async function keepingNamesApart<Result>(name: string, fn: () => Promise<Result>): Promise<Result> {
  try {
    return await fn();
  } catch (error) {
    throw violatedConstraint(error) === 'agreement_template_name_key' ? templateNameTaken(name) : error;
  }
}
