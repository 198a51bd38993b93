import type { JoinName, KeyName, Sql } from './vocabulary.rules.js';

/** How a table is joined to a row by one of its keys, `:key`. */
interface Join {
  readonly key: KeyName;
  /** Joined before it. */
  readonly after?: JoinName;
  readonly sql: Sql;
}

/** The tables that dimensions take. None multiplies rows; what assets a row has is unfolded before them. */
export const JOINS: Readonly<Record<JoinName, Join>> = {
  customer: { key: 'customer', sql: 'left join public.customer d_customer on d_customer.id = :key' },
  customerVersion: {
    key: 'customer',
    sql: `left join public.customer_version d_version on d_version.customer_id = :key
            and d_version.valid_from <= :at and d_version.valid_to > :at`,
  },
  partner: {
    key: 'customer',
    after: 'customerVersion',
    sql: 'left join public.partner d_partner on d_partner.id = d_version.partner_id',
  },
  firstPayment: {
    key: 'customer',
    sql: `left join (select customer_id, min(valid_from) as first_on from public.subscription_term group by customer_id)
            d_first on d_first.customer_id = :key`,
  },
  product: { key: 'product', sql: 'left join public.product d_product on d_product.id = :key' },
  plan: { key: 'plan', sql: 'left join public.plan d_plan on d_plan.id = :key' },
  supportLevel: {
    key: 'supportLevel',
    sql: 'left join public.support_level d_level on d_level.id = :key',
  },
  agreement: { key: 'agreement', sql: 'left join public.agreement d_agreement on d_agreement.id = :key' },
  pod: { key: 'pod', sql: 'left join public.pod d_pod on d_pod.id = :key' },
  team: { key: 'team', sql: 'left join public.team d_team on d_team.id = :key' },
  queue: { key: 'queue', sql: 'left join public.queue d_queue on d_queue.id = :key' },
  asset: { key: 'asset', sql: 'left join public.asset d_asset on d_asset.id = :key' },
};
