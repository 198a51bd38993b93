import { Records, type ListArguments, type ListDefinition } from '@plimsoll/shared';
import { PlanEntity } from './plan.entity.js';
import type { PlanFilter, PlanOrderField } from './plan.types.js';

/** A plan as the rest of the service knows it. */
export type PlanRecord = PlanEntity;

/** What may be asked of the list of plans. */
export type PlanListArguments = ListArguments<PlanFilter, keyof typeof PlanOrderField>;

/** Plans, with their history and events. */
export const planRecords = new Records<PlanRecord>({
  entity: PlanEntity,
  noun: 'plan',
  eventNoun: 'plan',
  eventData: ({ name, productId, supportLevelId, agreementId, tier, monthlyPrice, currency }) => ({
    name,
    productId,
    supportLevelId,
    agreementId,
    tier,
    monthlyPrice,
    currency,
  }),
});

/** How plans are listed. */
export const planList: ListDefinition<PlanFilter, keyof typeof PlanOrderField> = {
  columns: `p.id, p.version, p.external_id as "externalId", p.source, p.name, p.product_id as "productId",
    p.support_level_id as "supportLevelId", p.agreement_id as "agreementId", p.tier,
    p.monthly_price as "monthlyPrice", p.currency`,
  from: 'plan p',
  id: 'p.id',
  orders: { NAME: { sql: 'p.name', type: 'text' } },
  defaultOrder: { field: 'NAME', direction: 'ASC' },
  where: (filter, parameters) => [
    ...(filter.search ? [`p.name ilike ${parameters.addContaining(filter.search)}`] : []),
    ...(filter.productId ? [`p.product_id = ${parameters.add(filter.productId)}`] : []),
    ...(filter.tier != null ? [`p.tier = ${parameters.add(filter.tier)}`] : []),
  ],
};
