import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whose ticket follows an incident reads why it happened, once that is published. */
export class TellReasons1790000000382 implements MigrationInterface {
  name = 'TellReasons1790000000382';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('drop function progress_of_followed');
    await runner.query(
      progressOfFollowed(
        ', reason_for_outage text',
        `, (select e.text from ticket_event e
      where e.ticket_id = p.id and e.type = 'REASON_FOR_OUTAGE_PUBLISHED' and e.is_public
      order by e.sequence desc limit 1)`,
      ),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function progress_of_followed');
    await runner.query(progressOfFollowed('', ''));
  }
}

/**
 * How far the incident or problem is that a ticket follows, for whoever sees the ticket; of the one that is followed
 * itself, which may be about other customers too, nothing else is told.
 */
const progressOfFollowed = (column: string, value: string) => `
create function progress_of_followed(ticket_ids text[])
  returns table (ticket_id text, kind text, status text, phase text, opened_at timestamptz, resolved_at timestamptz,
    update_at timestamptz, update_text text${column})
  language sql stable security definer set search_path = public, pg_temp as $$
  select t.id, p.kind, p.status, p.phase, p.opened_at, p.resolved_at, u.at, u.text${value}
    from ticket t join ticket p on p.id = t.parent_id
    left join lateral (select e.at, e.text from ticket_event e
      where e.ticket_id = p.id and e.type = 'STATUS_UPDATED' and e.is_public
      order by e.at desc, e.sequence desc limit 1) u on true
   where t.id = any(ticket_ids) and (viewer_sees_all() or t.customer_id = viewer_customer()
     or exists (select 1 from customer c where c.id = t.customer_id
       and (c.partner_id = viewer_partner() or viewer_partner() = any(c.partner_ids))))
$$;
`;
