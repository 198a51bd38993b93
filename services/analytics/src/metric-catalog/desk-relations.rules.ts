import type { Relation } from './vocabulary.rules.js';

/** Of the ticket `t`: what many of its facts are cut by. */
const TICKET_DIMENSIONS = {
  source: 't.source',
  kind: 't.kind',
  status: 't.status',
  priority: 't.priority',
  severity: 't.severity',
  channel: 't.channel',
  tier: 't.tier',
  category: 't.category',
  nature: 't.nature',
  phase: 't.phase',
  assignee: 't.assignee_id',
  externalVerdict: 't.external_verdict',
};

/** The support level under which a ticket's first clock ran; where it has none, none. */
const SUPPORT_LEVEL = `(select e.support_level_id from public.sla_clock k join public.entitlement e on e.id = k.entitlement_id
  where k.ticket_id = t.id order by k.cycle, k.target limit 1)`;

/** What the support desk did. */
export const DESK_RELATIONS: readonly Relation[] = [
  {
    name: 'ticket',
    description:
      'A ticket as it stands: the last opening, answering, solving and closing count; merged ones are left out.',
    noun: 'Ticket',
    id: 't.id',
    key: 't.id',
    from: 'public.ticket t',
    // What turned out to be another ticket counts with that one.
    where: 't.merged_into_id is null',
    times: {
      opened: { kind: 'INSTANT', at: 't.opened_at' },
      resolved: { kind: 'INSTANT', at: 't.resolved_at' },
      closed: { kind: 'INSTANT', at: 't.closed_at' },
      open: {
        kind: 'STOCK',
        mark: 'END',
        from: 't.opened_at',
        to: 'coalesce(t.resolved_at, t.closed_at)',
        days: false,
      },
    },
    keys: {
      customer: 't.customer_id',
      product: 't.product_id',
      team: 't.team_id',
      queue: 't.queue_id',
      asset: 't.asset_ids',
      supportLevel: SUPPORT_LEVEL,
    },
    dimensions: TICKET_DIMENSIONS,
  },
  {
    name: 'clock',
    description: 'A clock of a ticket for one response target.',
    noun: 'Ticket',
    id: 'k.ticket_id',
    key: "k.ticket_id || '/' || k.target || '/' || k.cycle",
    from: `public.sla_clock k left join public.ticket t on t.id = k.ticket_id
           left join public.entitlement e on e.id = k.entitlement_id`,
    times: { due: { kind: 'INSTANT', at: 'k.due_at' } },
    keys: {
      customer: 'k.customer_id',
      product: 't.product_id',
      team: 't.team_id',
      queue: 't.queue_id',
      asset: 't.asset_ids',
      agreement: 'k.agreement_id',
      supportLevel: 'e.support_level_id',
    },
    dimensions: { ...TICKET_DIMENSIONS, priority: 'k.priority', responseTarget: 'k.target' },
  },
  {
    name: 'incident',
    description: 'The outage side of a ticket of kind INCIDENT; merged ones are left out.',
    noun: 'Ticket',
    id: 'i.id',
    key: 'i.id',
    // Whoever was hit by it may know of an incident; figures are told to those whose ticket it is.
    from: 'public.incident i join public.ticket t on t.id = i.id',
    where: 't.merged_into_id is null',
    times: {
      started: { kind: 'INSTANT', at: 'i.started_at' },
      lasting: { kind: 'SPAN', from: 'i.started_at', to: 'coalesce(i.restored_at, t.resolved_at)' },
    },
    keys: {
      customer: 't.customer_id',
      product: 't.product_id',
      team: 't.team_id',
      queue: 't.queue_id',
      asset: 't.asset_ids',
    },
    dimensions: { ...TICKET_DIMENSIONS, planned: 'i.planned', causeCategory: 'i.cause_category' },
  },
  {
    name: 'change',
    description: 'A change of assets.',
    noun: 'Change',
    id: 'h.id',
    key: 'h.id',
    from: 'public.change h',
    times: {
      ended: { kind: 'INSTANT', at: 'h.ended_at' },
      cancelled: {
        kind: 'INSTANT',
        at: `case when h.status = 'CANCELLED' then coalesce(h.ended_at, h.window_from) end`,
      },
    },
    keys: { asset: 'h.asset_ids' },
    dimensions: { kind: 'h.kind', status: 'h.status', outcome: 'h.outcome' },
    internal: true,
  },
  {
    name: 'escalation',
    description: 'An escalation of a ticket.',
    noun: 'Escalation',
    id: 'x.id',
    key: 'x.id',
    from: 'public.escalation x left join public.ticket t on t.id = x.ticket_id',
    times: { raised: { kind: 'INSTANT', at: 'x.raised_at' } },
    keys: { customer: 'x.customer_id', product: 't.product_id', team: 't.team_id', queue: 't.queue_id' },
    dimensions: {
      kind: 'x.kind',
      priority: 't.priority',
      severity: 't.severity',
      tier: 't.tier',
      category: 't.category',
    },
    // Most are between members of staff.
    internal: true,
  },
];
