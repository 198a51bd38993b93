import type { ListDefinition } from '@plimsoll/shared';
import type { CustomerWorkReason } from './customer-work.types.js';

/** A ticket that waits for the customer. */
export interface CustomerWork {
  id: string;
  why: CustomerWorkReason;
  since: Date;
}

/** Whose: a contact's own and those of the company without a contact, or all that the session's scope sees. */
interface CustomerWorkFilter {
  contact: { id: string; customerId: string } | null;
  now: Date;
}

const RATED_WITHIN_MS = 14 * 86_400_000;

const COLUMNS = `t.id, t.customer_id, t.contact_id`;

/** How what waits for customers is listed: by reason, then what waits longest. */
export const customerWorkList: ListDefinition<CustomerWorkFilter, 'NEXT'> = {
  columns: 'w.id, w.why, w.since',
  from: `(select ${COLUMNS}, 1 as rank, 'ANSWER_OWED' as why, t.touched_at as since
        from ticket t where t.status = 'WAITING_ON_CUSTOMER'
      union all select ${COLUMNS}, 2, 'SOLUTION_TO_CONFIRM', coalesce(t.resolved_at, t.touched_at)
        from ticket t where t.status = 'RESOLVED'
      union all select ${COLUMNS}, 3, 'RATING_ASKED', t.closed_at
        from ticket t where t.status = 'CLOSED' and t.satisfaction is null and t.merged_into_id is null) w`,
  id: 'w.id',
  orders: {
    NEXT: {
      sql: `w.rank || ' ' || to_char(w.since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS')`,
      type: 'text',
    },
  },
  defaultOrder: { field: 'NEXT', direction: 'ASC' },
  where: ({ contact, now }, parameters) => {
    const recently = new Date(now.getTime() - RATED_WITHIN_MS);
    const customers = contact
      ? [
          `w.customer_id = ${parameters.add(contact.customerId)}`,
          `(w.contact_id is null or w.contact_id = ${parameters.add(contact.id)})`,
        ]
      : ['w.customer_id = any(array(select c.id from customer c))'];
    return [...customers, `(w.rank < 3 or w.since >= ${parameters.add(recently)})`];
  },
};
