import type { ListArguments, ListDefinition, Session } from '@plimsoll/shared';
import type { LinkTarget, TicketLinkType } from './ticket-link.rules.js';
import type { TicketLinkFilter } from './ticket-link.types.js';

/** A link as the rest of the service knows it. */
export interface TicketLinkRecord extends LinkTarget {
  id: string;
  ticketId: string;
  type: TicketLinkType;
  linkedAt: Date;
  linkedBy: string | null;
}

/** What may be asked of a list of links. */
export type TicketLinkListArguments = ListArguments<TicketLinkFilter, 'LINKED_AT'>;

const COLUMNS = `l.id, l.ticket_id as "ticketId", l.type, l.to_ticket_id as "toTicketId", l.to_change_id as "toChangeId",
  l.to_release_id as "toReleaseId", l.linked_at as "linkedAt", l.linked_by as "linkedBy"`;

/** How links are listed. */
export const ticketLinkList: ListDefinition<TicketLinkFilter, 'LINKED_AT'> = {
  columns: COLUMNS,
  from: 'ticket_link l',
  id: 'l.id',
  orders: { LINKED_AT: { sql: 'l.linked_at', type: 'timestamptz' } },
  defaultOrder: { field: 'LINKED_AT', direction: 'ASC' },
  where: (filter, parameters) => {
    const equal: [column: string, value: string | null | undefined][] = [
      ['type', filter.type],
      ['to_change_id', filter.changeId],
      ['to_release_id', filter.releaseId],
    ];
    return equal.flatMap(([column, value]) =>
      value == null ? [] : [`l.${column} = ${parameters.add(value)}`],
    );
  },
  parents: { ticket: 'l.ticket_id', target: 'l.to_ticket_id' },
};

/** The link with this id, of this ticket; null where there is none. */
export async function findLink(tx: Session, ticketId: string, id: string): Promise<TicketLinkRecord | null> {
  const [row] = await tx.query<TicketLinkRecord>(
    `select ${COLUMNS} from ticket_link l where l.id = $1 and l.ticket_id = $2`,
    [id, ticketId],
  );
  return row ?? null;
}

/** Stores links; one that is on record already is left as it is. Returns those stored. */
export async function insertLinks(
  tx: Session,
  links: readonly TicketLinkRecord[],
): Promise<TicketLinkRecord[]> {
  if (links.length === 0) return [];
  const stored = await tx.query<{ id: string }>(
    `insert into ticket_link (id, ticket_id, type, to_ticket_id, to_change_id, to_release_id, linked_at, linked_by)
     select id, "ticketId", type, "toTicketId", "toChangeId", "toReleaseId", "linkedAt", "linkedBy"
       from jsonb_to_recordset($1::jsonb) as given(id text, "ticketId" text, type text, "toTicketId" text,
         "toChangeId" text, "toReleaseId" text, "linkedAt" timestamptz, "linkedBy" text)
     on conflict do nothing returning id`,
    [JSON.stringify(links)],
  );
  const ids = new Set(stored.map(({ id }) => id));
  return links.filter(({ id }) => ids.has(id));
}

/** Removes links by their ids. */
export async function deleteLinks(tx: Session, ids: readonly string[]): Promise<void> {
  await tx.query('delete from ticket_link where id = any($1::text[])', [[...ids]]);
}

/** How many links a ticket has. */
export async function countLinks(tx: Session, ticketId: string): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    'select count(*)::int as count from ticket_link where ticket_id = $1',
    [ticketId],
  );
  return row?.count ?? 0;
}

/** Whether a chain of links of this type leads from one ticket to another, or both are the same. */
export async function leadsTo(
  tx: Session,
  type: TicketLinkType,
  fromId: string,
  toId: string,
): Promise<boolean> {
  const [row] = await tx.query<{ leads: boolean }>(
    `with recursive reached(id) as (
       select $2::text
       union
       select l.to_ticket_id from reached r join ticket_link l on l.ticket_id = r.id and l.type = $1)
     select exists (select 1 from reached where id = $3) as leads`,
    [type, fromId, toId],
  );
  return row?.leads ?? false;
}

/** The links of this type that go from one ticket to another; none or one. */
export async function findLinksOf(
  tx: Session,
  type: TicketLinkType,
  fromId: string,
  toId: string,
): Promise<TicketLinkRecord[]> {
  return tx.query<TicketLinkRecord>(
    `select ${COLUMNS} from ticket_link l where l.type = $1 and l.ticket_id = $2 and l.to_ticket_id = $3`,
    [type, fromId, toId],
  );
}
