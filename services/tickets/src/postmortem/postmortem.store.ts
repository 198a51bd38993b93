import { Records, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import { PostmortemEntity } from './postmortem.entity.js';
import type { PostmortemFilter } from './postmortem.types.js';

/** A postmortem as the rest of the service knows it. */
export type PostmortemRecord = PostmortemEntity;

/** Postmortems, with their history and events; what is written in them stays out of the events. */
export const postmortemRecords = new Records<PostmortemRecord>({
  entity: PostmortemEntity,
  noun: 'postmortem',
  eventNoun: 'postmortem',
  eventData: ({ ticketId, ownerId, status, actions, publishedAt }) => ({
    ticketId,
    ownerId,
    status,
    actionTicketIds: actions.map((action) => action.ticketId),
    publishedAt,
  }),
});

/** What may be asked of a list of postmortems. */
export type PostmortemListArguments = ListArguments<PostmortemFilter, 'STARTED'>;

/** How postmortems are listed: as they were started, by their ids. */
export const postmortemList: ListDefinition<PostmortemFilter, 'STARTED'> = {
  columns: `p.id, p.version, p.external_id as "externalId", p.source, p.ticket_id as "ticketId", p.owner_id as "ownerId",
    p.status, p.root_cause as "rootCause", p.reason_for_outage as "reasonForOutage",
    p.contributing_causes as "contributingCauses", p.lessons, p.actions, p.review_comment as "reviewComment",
    p.published_by_id as "publishedById", p.published_at as "publishedAt"`,
  from: 'postmortem p',
  id: 'p.id',
  orders: { STARTED: { sql: 'p.id', type: 'text' } },
  defaultOrder: { field: 'STARTED', direction: 'DESC' },
  where: (filter, parameters) => [
    ...(filter.status == null ? [] : [`p.status = ${parameters.add(filter.status)}`]),
    ...(filter.ownerId == null ? [] : [`p.owner_id = ${parameters.add(filter.ownerId)}`]),
  ],
};

/** The postmortem of each ticket that has one; one slot a ticket, in order. */
export async function findPostmortemsOf(
  session: Session,
  ticketIds: readonly string[],
): Promise<(PostmortemRecord | null)[]> {
  const rows = await session.query<PostmortemRecord>(
    `select ${postmortemList.columns} from postmortem p where p.ticket_id = any($1::text[])`,
    [[...ticketIds]],
  );
  const byTicket = new Map(rows.map((row) => [row.ticketId, row]));
  return ticketIds.map((id) => byTicket.get(id) ?? null);
}

/** What customers were told of the reason of each incident; one slot a ticket, in order. */
export async function findReasons(
  session: Session,
  ticketIds: readonly string[],
): Promise<(string | null)[]> {
  const rows = await session.query<{ ticketId: string; text: string }>(
    `select distinct on (e.ticket_id) e.ticket_id as "ticketId", e.text from ticket_event e
      where e.type = 'REASON_FOR_OUTAGE_PUBLISHED' and e.ticket_id = any($1::text[])
      order by e.ticket_id, e.sequence desc`,
    [[...ticketIds]],
  );
  const byTicket = new Map(rows.map((row) => [row.ticketId, row.text]));
  return ticketIds.map((id) => byTicket.get(id) ?? null);
}

/** A major incident that is over and whose postmortem is not published. */
export interface OwedPostmortem {
  ticketId: string;
  priority: string;
  resolvedAt: Date;
}

/** The postmortems that a person owes: as their owner, or as the commander where none was started; one statement. */
export function findOwedBy(session: Session, personId: string): Promise<OwedPostmortem[]> {
  return session.query<OwedPostmortem>(
    `select m.id as "ticketId", t.priority, t.resolved_at as "resolvedAt"
       from major_incident m join ticket t on t.id = m.id left join postmortem p on p.ticket_id = m.id
      where coalesce(p.owner_id, m.commander_id) = $1 and p.status is distinct from 'PUBLISHED'
        and t.status in ('RESOLVED', 'CLOSED') and t.resolved_at is not null`,
    [personId],
  );
}
