import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Indexes of what is open alone, so that what it takes to list somebody's work does not grow with the tickets of the
 * past; those by one ticket are hashed, since finding an entry there takes one page however many there are.
 */
export class ListWork1790000000370 implements MigrationInterface {
  name = 'ListWork1790000000370';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index ticket_open_of_assignee on ticket (assignee_id, id) where status not in ('RESOLVED', 'CLOSED');
      create index ticket_open_by_id on ticket using hash (id) where status not in ('RESOLVED', 'CLOSED');
      create index sla_clock_open_of_ticket on sla_clock using hash (ticket_id) where stopped_at is null;
      create index ticket_to_take on ticket (queue_id, opened_at)
        where assignee_id is null and status in ('NEW', 'IN_PROGRESS');
      create index ticket_resolved_of_queue on ticket (queue_id, resolved_at) where resolved_at is not null;
      create index ticket_resolved on ticket (resolved_at, id) where resolved_at is not null;
      create index ticket_event_word on ticket_event (ticket_id, sequence)
        where type in ('REPLIED', 'STATUS_UPDATED') and is_public;
      create index ticket_waiting_for_customer on ticket (customer_id, touched_at)
        where status in ('WAITING_ON_CUSTOMER', 'RESOLVED');
      create index ticket_unrated on ticket (customer_id, closed_at)
        where status = 'CLOSED' and satisfaction is null and merged_into_id is null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index sla_clock_open_of_ticket, ticket_open_of_assignee, ticket_open_by_id, ticket_to_take, ticket_resolved_of_queue, ticket_resolved,
        ticket_event_word, ticket_waiting_for_customer, ticket_unrated;
    `);
  }
}
