import { Records, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import { ServiceCreditEntity } from './service-credit.entity.js';
import type { OwedCredit } from './service-credit.rules.js';
import type { ServiceCreditFilter, ServiceCreditOrderField } from './service-credit.types.js';

/** A credit as the rest of the service knows it. */
export type ServiceCreditRow = ServiceCreditEntity;

/** What may be asked of the list of credits. */
export type ServiceCreditListArguments = ListArguments<
  ServiceCreditFilter,
  keyof typeof ServiceCreditOrderField
>;

/** Credits from proposal to issue, with their history and events. */
export const serviceCreditRecords = new Records<ServiceCreditRow>({
  entity: ServiceCreditEntity,
  noun: 'service credit',
  eventNoun: 'service_credit',
  eventData: ({ customerId, productId, agreementId, month, currency, amount, origin, status }) => ({
    customerId,
    productId,
    agreementId,
    month,
    currency,
    amount,
    origin,
    status,
  }),
});

/** How credits are listed: the latest proposal first. */
export const serviceCreditList: ListDefinition<ServiceCreditFilter, keyof typeof ServiceCreditOrderField> = {
  columns: `r.id, r.version, r.external_id as "externalId", r.source, r.customer_id as "customerId",
    r.product_id as "productId", r.agreement_id as "agreementId", r.month, r.currency, r.amount, r.owed, r.uptime,
    r.credit_percent as "creditPercent", r.ledger_as_of as "ledgerAsOf", r.restated_by as "restatedBy", r.origin,
    r.status, r.note, r.proposed_at as "proposedAt", r.proposed_by_id as "proposedById", r.decided_at as "decidedAt",
    r.decided_by_id as "decidedById", r.decision_note as "decisionNote", r.issued_at as "issuedAt",
    r.issued_by_id as "issuedById", r.reference`,
  from: 'service_credit_record r',
  id: 'r.id',
  orders: {
    PROPOSED_AT: { sql: 'r.proposed_at', type: 'timestamptz' },
    MONTH: { sql: 'r.month', type: 'text' },
    AMOUNT: { sql: 'r.amount', type: 'numeric' },
  },
  defaultOrder: { field: 'PROPOSED_AT', direction: 'DESC' },
  where: (filter, parameters) => {
    const equal = {
      'r.customer_id': filter.customerId,
      'r.product_id': filter.productId,
      'r.month': filter.month,
      'r.status': filter.status,
      'r.origin': filter.origin,
      'r.currency': filter.currency,
    };
    return Object.entries(equal)
      .filter(([, value]) => value != null)
      .map(([column, value]) => `${column} = ${parameters.add(value)}`);
  },
  parents: { customer: 'r.customer_id' },
};

/** Nobody else proposes what the ledger owes until the transaction ends. */
export async function holdProposals(tx: Session): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('service credit proposals'))`);
}

/**
 * Where what the ledger owes differs from what was proposed of it, whatever became of that: of the months from the first
 * (`YYYY-MM`) to the last one. Credits proposed by hand are beside it. In order of customer; one statement.
 */
export function findUnproposed(
  tx: Session,
  firstMonth: string,
  lastMonth: string,
  limit: number,
): Promise<(OwedCredit & { ledgerAsOf: Date | null })[]> {
  return tx.query(
    `with owed as (
       select customer_id, product_id, agreement_id, month, credit->>1 as currency, (credit->>0)::numeric as amount,
              uptime, credit_percent
         from service_level_month, jsonb_array_elements(credits) credit
        where credits <> '[]' and (credit->>0)::numeric <> 0 and starts_on between ($1 || '-01')::date and ($2 || '-01')::date),
     proposed as (
       select coalesce(m.into_id, r.customer_id) as customer_id, product_id, agreement_id, month, currency,
              sum(amount) as amount, max(ledger_as_of) as ledger_as_of
         from service_credit_record r left join customer_merge m on m.duplicate_id = r.customer_id
        where origin = 'LEDGER' and month between $1 and $2
        group by 1, 2, 3, 4, 5)
     select customer_id as "customerId", product_id as "productId", agreement_id as "agreementId", month, currency,
            coalesce(o.amount, 0)::text as owed, p.amount::text as "proposedBefore", p.ledger_as_of as "ledgerAsOf",
            coalesce(o.uptime, l.uptime)::text as uptime,
            trim_scale(coalesce(o.credit_percent, l.credit_percent))::text as "creditPercent"
       from owed o
       full join proposed p using (customer_id, product_id, agreement_id, month, currency)
       left join service_level_month l using (customer_id, product_id, agreement_id, month)
      where coalesce(o.amount, 0) <> coalesce(p.amount, 0)
        -- Whoever was never measured owes nothing less for that.
        and exists (select from service_level_schedule s where s.customer_id = coalesce(o.customer_id, p.customer_id)
                     and s.computed_at is not null)
      order by 1, 4, 2, 3, 5 limit $3`,
    [firstMonth, lastMonth, limit],
  );
}

/** Whether the ledger measures a customer's product under an agreement in a month; one statement. */
export async function isMeasured(
  session: Session,
  key: { customerId: string; productId: string; agreementId: string; month: string },
): Promise<boolean> {
  const rows = await session.query(
    `select from service_level_month
      where (customer_id, product_id, agreement_id, month) = ($1, $2, $3, $4)`,
    [key.customerId, key.productId, key.agreementId, key.month],
  );
  return rows.length > 0;
}
