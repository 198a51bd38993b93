import type { Session } from '@plimsoll/shared';

/** The open ticket of a customer that matters most. */
export interface UrgentTicket {
  customerId: string;
  ticketId: string;
  priority: string | null;
  severity: string | null;
  openedAt: Date;
}

/** Of each of these customers the open ticket of priority P1 or severity SEV1 that was opened first; one statement. */
export function readUrgentTickets(session: Session, customerIds: readonly string[]): Promise<UrgentTicket[]> {
  return session.query<UrgentTicket>(
    `select distinct on (customer_id) customer_id as "customerId", id as "ticketId", priority, severity, opened_at as "openedAt"
       from ticket
      where customer_id = any($1::text[]) and resolved_at is null and closed_at is null and merged_into_id is null
        and (priority = 'P1' or severity = 'SEV1')
      order by customer_id, opened_at, id`,
    [customerIds],
  );
}
