import {
  newId,
  Records,
  type ListArguments,
  type ListDefinition,
  type SqlParameters,
} from '@plimsoll/shared';
import { TicketEntity } from './ticket.entity.js';
import { priorityOf, statusAfter, TicketKind } from './ticket.rules.js';
import type { TicketFilter, TicketOrderField } from './ticket.types.js';

/** A ticket as the rest of the service knows it. */
export type TicketRecord = TicketEntity;

/** What may be asked of a list of tickets. */
export type TicketListArguments = ListArguments<TicketFilter, keyof typeof TicketOrderField>;

/** Tickets, with their history and events. What customers wrote stays out of both. */
export const ticketRecords = new Records<TicketRecord>({
  entity: TicketEntity,
  noun: 'ticket',
  eventNoun: 'ticket',
  eventData: (ticket) => ({
    kind: ticket.kind,
    status: ticket.status,
    priority: ticket.priority,
    severity: ticket.severity,
    phase: ticket.phase,
    nature: ticket.nature,
    parentId: ticket.parentId,
    mergedIntoId: ticket.mergedIntoId,
    channel: ticket.channel,
    tier: ticket.tier,
    category: ticket.category,
    teamId: ticket.teamId,
    queueId: ticket.queueId,
    assigneeId: ticket.assigneeId,
    customerId: ticket.customerId,
    productId: ticket.productId,
    assetIds: ticket.assetIds,
    openedAt: ticket.openedAt,
    firstRespondedAt: ticket.firstRespondedAt,
    resolvedAt: ticket.resolvedAt,
    closedAt: ticket.closedAt,
    reopenedCount: ticket.reopenedCount,
    reassignedCount: ticket.reassignedCount,
    satisfaction: ticket.satisfaction,
    externalVerdict: ticket.externalVerdict,
  }),
  untracked: ['description', 'touchedAt'],
  verbs: { created: 'opened', updated: 'updated' },
});

/** A new request of which nothing is known yet but when it was opened; the subject is for the caller to give. */
export function blankTicket(openedAt: Date): TicketRecord {
  return {
    id: newId('tkt'),
    version: 1,
    externalId: null,
    source: null,
    kind: TicketKind.REQUEST,
    subject: '',
    description: null,
    customerId: null,
    contactId: null,
    channel: null,
    impact: null,
    urgency: null,
    priority: priorityOf(null, null),
    severity: null,
    status: statusAfter(null, { type: 'OPENED' }),
    tier: null,
    teamId: null,
    queueId: null,
    assigneeId: null,
    productId: null,
    assetIds: [],
    category: null,
    openedAt,
    firstRespondedAt: null,
    resolvedAt: null,
    closedAt: null,
    reassignedCount: 0,
    reopenedCount: 0,
    satisfaction: null,
    externalVerdict: null,
    phase: null,
    parentId: null,
    mergedIntoId: null,
    nature: null,
    tags: [],
    touchedAt: openedAt,
  };
}

/** How tickets are listed. */
export const ticketList: ListDefinition<TicketFilter, keyof typeof TicketOrderField> = {
  columns: `t.id, t.version, t.external_id as "externalId", t.source, t.kind, t.subject, t.description,
    t.customer_id as "customerId", t.contact_id as "contactId", t.channel, t.impact, t.urgency, t.priority,
    t.severity, t.status, t.tier, t.team_id as "teamId", t.queue_id as "queueId",
    t.assignee_id as "assigneeId", t.product_id as "productId", t.asset_ids as "assetIds", t.category, t.opened_at as "openedAt",
    t.first_responded_at as "firstRespondedAt", t.resolved_at as "resolvedAt", t.closed_at as "closedAt",
    t.reassigned_count as "reassignedCount", t.reopened_count as "reopenedCount", t.satisfaction,
    t.external_verdict as "externalVerdict",
    t.phase, t.parent_id as "parentId", t.merged_into_id as "mergedIntoId", t.nature, t.tags, t.touched_at as "touchedAt"`,
  from: 'ticket t',
  id: 't.id',
  orders: {
    OPENED_AT: { sql: 't.opened_at', type: 'timestamptz' },
    PRIORITY: { sql: 't.priority', type: 'text' },
    TOUCHED_AT: { sql: 't.touched_at', type: 'timestamptz' },
  },
  defaultOrder: { field: 'OPENED_AT', direction: 'DESC' },
  where: (filter, parameters) => {
    const equal: [column: string, value: string | null | undefined][] = [
      ['kind', filter.kind],
      ['customer_id', filter.customerId],
      ['contact_id', filter.contactId],
      ['priority', filter.priority],
      ['severity', filter.severity],
      ['channel', filter.channel],
      ['nature', filter.nature],
    ];
    const conditions = equal.flatMap(([column, value]) =>
      value == null ? [] : [`t.${column} = ${parameters.add(value)}`],
    );
    // Queues and teams are for staff alone.
    for (const [column, value] of [
      ['queue_id', filter.queueId],
      ['team_id', filter.teamId],
      ['parent_id', filter.parentId],
    ]) {
      if (value != null)
        conditions.push(`t.${column} = ${parameters.add(value)} and (select viewer_sees_all())`);
    }
    // Who works on a ticket in engineering is not for the customer to find out.
    for (const [column, value] of [
      ['tier', filter.tier],
      ['assignee_id', filter.assigneeId],
    ]) {
      if (value == null) continue;
      conditions.push(
        `t.${column} = ${parameters.add(value)} and (t.tier is distinct from 'L4' or (select viewer_sees_all()))`,
      );
    }
    if (filter.status === 'OPEN') conditions.push(`t.status not in ('RESOLVED', 'CLOSED')`);
    else if (filter.status != null) conditions.push(`t.status = ${parameters.add(filter.status)}`);
    if (filter.unassigned != null) {
      conditions.push(`t.assignee_id is ${filter.unassigned ? '' : 'not '}null`);
    }
    if (filter.assetId != null) {
      conditions.push(
        `exists (select 1 from ticket_asset a where a.ticket_id = t.id and a.asset_id = ${parameters.add(filter.assetId)})`,
      );
    }
    if (filter.search) {
      const pattern = parameters.addContaining(filter.search);
      conditions.push(`(t.subject ilike ${pattern} or t.external_id ilike ${pattern})`);
    }
    if (filter.words) {
      conditions.push(
        `to_tsvector('simple', t.subject || ' ' || coalesce(t.description, '')) @@ websearch_to_tsquery('simple', ${parameters.add(filter.words)})`,
      );
    }
    if (filter.phase != null) {
      conditions.push(`t.phase = ${parameters.add(filter.phase)} and t.status not in ('RESOLVED', 'CLOSED')`);
    }
    if (filter.tag != null) {
      conditions.push(`t.tags @> array[${parameters.add(filter.tag)}] and (select viewer_sees_all())`);
    }
    if (filter.partnerId != null) {
      const partner = parameters.add(filter.partnerId);
      conditions.push(`(select viewer_sees_all()) and t.customer_id in (select c.id from customer c
        where c.partner_id = ${partner} or c.partner_ids @> array[${partner}])`);
    }
    return [...conditions, ...clockConditions(filter, parameters), ...rangeConditions(filter, parameters)];
  },
  parents: {
    customer: 't.customer_id',
    queue: 't.queue_id',
    parent: 't.parent_id',
    mergedInto: 't.merged_into_id',
  },
};

/** What a filter asks of the open response targets of tickets. */
function clockConditions(filter: TicketFilter, parameters: SqlParameters): string[] {
  const having = (condition: string) =>
    `exists (select 1 from sla_clock c where c.ticket_id = t.id and c.stopped_at is null and ${condition})`;
  const is = (wanted: boolean, condition: string) => `${wanted ? '' : 'not '}${having(condition)}`;
  return [
    // A breach is stamped soon after the due instant; what has passed counts at once.
    ...(filter.overdue == null ? [] : [is(filter.overdue, `(c.status = 'BREACHED' or c.due_at < now())`)]),
    ...(filter.paused == null ? [] : [is(filter.paused, `c.paused`)]),
    ...(filter.dueBefore == null ? [] : [having(`c.due_at < ${parameters.add(filter.dueBefore)}`)]),
  ];
}

/** What a filter asks of the instants of tickets; half-open. */
function rangeConditions(filter: TicketFilter, parameters: SqlParameters): string[] {
  const bounds: [column: string, from: Date | null | undefined, to: Date | null | undefined][] = [
    ['opened_at', filter.openedFrom, filter.openedTo],
    ['touched_at', filter.touchedFrom, filter.touchedTo],
    ['resolved_at', filter.resolvedFrom, filter.resolvedTo],
  ];
  return bounds.flatMap(([column, from, to]) => [
    ...(from == null ? [] : [`t.${column} >= ${parameters.add(from)}`]),
    ...(to == null ? [] : [`t.${column} < ${parameters.add(to)}`]),
  ]);
}

/** How the tickets about assets are listed. */
export const ticketsByAssetList: typeof ticketList = {
  ...ticketList,
  from: 'ticket_asset ta join ticket t on t.id = ta.ticket_id',
  parents: { asset: 'ta.asset_id' },
};

/** An asset of a ticket. */
export interface TicketAsset {
  id: string;
}

/** What may be asked of the assets of a ticket. */
export type TicketAssetListArguments = ListArguments<object, 'ID'>;

/** How the assets of tickets are listed. */
export const assetsByTicketList: ListDefinition<object, 'ID'> = {
  columns: 'ta.asset_id as id',
  from: 'ticket_asset ta',
  id: 'ta.asset_id',
  orders: { ID: { sql: 'ta.asset_id', type: 'text' } },
  defaultOrder: { field: 'ID', direction: 'ASC' },
  parents: { ticket: 'ta.ticket_id' },
};
