import type { Session } from '@plimsoll/shared';

/** An open incident of a customer. */
export interface OpenIncident {
  id: string;
  customerId: string;
  priority: string;
}

/** So many are looked at of a customer. */
const MOST = 100;

/**
 * The open incidents of each of these customers, reported by them or known to hit them, the most urgent first, then the
 * latest; at most 100 of each. One statement.
 */
export function findOpenIncidents(session: Session, customerIds: readonly string[]): Promise<OpenIncident[]> {
  if (customerIds.length === 0) return Promise.resolve([]);
  return session.query<OpenIncident>(
    `select found.id, found.priority, wanted.id as "customerId" from unnest($1::text[]) as wanted(id)
      cross join lateral (
        (select t.id, t.priority, t.opened_at from ticket t
          where t.customer_id = wanted.id and t.kind = 'INCIDENT' and t.status not in ('RESOLVED', 'CLOSED')
          order by t.priority, t.opened_at desc, t.id limit ${MOST})
        union
        (select t.id, t.priority, t.opened_at from impact_hit h join ticket t on t.id = h.ticket_id
          where h.customer_id = wanted.id and t.kind = 'INCIDENT' and t.status not in ('RESOLVED', 'CLOSED'))
        order by priority, opened_at desc, id limit ${MOST}
      ) found
     order by wanted.id, found.priority, found.opened_at desc, found.id`,
    [[...new Set(customerIds)]],
  );
}
