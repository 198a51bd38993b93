import { Records, type ListArguments, type ListDefinition } from '@plimsoll/shared';
import { OpportunityEntity } from './opportunity.entity.js';
import type { OpportunityFilter, OpportunityOrderField } from './opportunity.types.js';

/** An opportunity as the rest of the service knows it. */
export type OpportunityRecord = OpportunityEntity;

/** What may be asked of the list of opportunities. */
export type OpportunityListArguments = ListArguments<OpportunityFilter, keyof typeof OpportunityOrderField>;

/** The index that keeps one moment from being recorded twice. */
export const ONCE_INDEX = 'opportunity_once';

/** Opportunities, with their history and events. */
export const opportunityRecords = new Records<OpportunityRecord>({
  entity: OpportunityEntity,
  noun: 'opportunity',
  eventNoun: 'opportunity',
  eventData: ({
    customerId,
    kind,
    origin,
    originId,
    stage,
    amount,
    currency,
    ownerId,
    recordedAt,
    closedAt,
  }) => ({
    customerId,
    kind,
    origin,
    originId,
    stage,
    amount,
    currency,
    ownerId,
    recordedAt,
    closedAt,
  }),
});

/** How opportunities are listed. */
export const opportunityList: ListDefinition<OpportunityFilter, keyof typeof OpportunityOrderField> = {
  columns: `o.id, o.version, o.external_id as "externalId", o.source, o.customer_id as "customerId", o.kind, o.origin,
    o.origin_id as "originId", o.title, o.note, o.amount, o.currency, o.stage, o.owner_id as "ownerId",
    o.recorded_by as "recordedBy", o.recorded_at as "recordedAt", o.expected_on as "expectedOn",
    o.closed_at as "closedAt", o.closing_reason as "closingReason", o.subscription_id as "subscriptionId"`,
  from: 'opportunity o',
  id: 'o.id',
  orders: {
    RECORDED_AT: { sql: 'o.recorded_at', type: 'timestamptz' },
    EXPECTED_ON: { sql: `coalesce(o.expected_on, 'infinity'::date)`, type: 'date' },
  },
  defaultOrder: { field: 'RECORDED_AT', direction: 'DESC' },
  where: (filter, parameters) => {
    const equal = {
      'o.customer_id': filter.customerId,
      'o.owner_id': filter.ownerId,
      'o.kind': filter.kind,
      'o.origin': filter.origin,
      'o.stage': filter.stage,
    };
    const conditions = Object.entries(equal)
      .filter(([, value]) => value != null)
      .map(([column, value]) => `${column} = ${parameters.add(value)}`);
    if (filter.open != null) conditions.push(`o.closed_at is ${filter.open ? '' : 'not '}null`);
    return conditions;
  },
  parents: { customer: 'o.customer_id', owner: 'o.owner_id' },
};
