import { tenureBand } from './dimension.rules.js';
import type { Relation } from './vocabulary.rules.js';

/** The terms of a renewal: came due and was renewed, or came due and was not. */
const RENEWALS = `(
  select e.subscription_id, e.occurred_on as due_on, true as renewed from public.subscription_event e
   where e.type = 'RENEWED' and not e.withdrawn
  union all
  select u.id, u.renews_on, false from public.subscription u
   where not exists (select from public.subscription_event e where e.subscription_id = u.id and e.type = 'RENEWED'
                        and not e.withdrawn and e.occurred_on = u.renews_on)
  union all
  select u.id, u.ended_on, false from public.subscription u
   where u.term is not null and u.cancelled_on is not null) w`;

/** What customers pay, have and do. */
export const COMPANY_RELATIONS: readonly Relation[] = [
  {
    name: 'account',
    description: 'A customer as it was for a time.',
    noun: 'Customer',
    id: 'v.customer_id',
    key: `v.customer_id || '/' || v.version`,
    from: 'public.customer_version v',
    where: 'v.active',
    times: { held: { kind: 'STOCK', mark: 'END', from: 'v.valid_from', to: 'v.valid_to', days: false } },
    keys: { customer: 'v.customer_id' },
    dimensions: {},
  },
  {
    name: 'payment',
    description: 'A price above zero that a STANDARD subscription has for a time.',
    noun: 'Subscription',
    id: 's.subscription_id',
    key: `s.subscription_id || '/' || s.valid_from`,
    from: `public.subscription_term s left join public.plan l on l.id = s.plan_id
           left join public.subscription u on u.id = s.subscription_id`,
    times: {
      atEnd: { kind: 'STOCK', mark: 'END', from: 's.valid_from', to: 's.valid_to', days: true },
      atStart: { kind: 'STOCK', mark: 'START', from: 's.valid_from', to: 's.valid_to', days: true },
    },
    keys: {
      customer: 's.customer_id',
      product: 's.product_id',
      plan: 's.plan_id',
      supportLevel: 'l.support_level_id',
      pod: 'u.pod_id',
    },
    dimensions: { currency: 's.currency', contractTerm: 'u.term' },
  },
  {
    name: 'movement',
    description: "A movement of a customer's monthly recurring revenue, in one currency, on a day.",
    noun: 'Customer',
    id: 'm.customer_id',
    key: `m.customer_id || '/' || m.occurred_on || '/' || m.currency`,
    from: 'public.revenue_movement m left join public.plan l on l.id = m.plan_id',
    times: {
      moved: { kind: 'DAY', on: 'm.occurred_on' },
      // What is set against what there was at the start is cut as that is.
      movedFromStart: { kind: 'DAY', on: 'm.occurred_on', asOf: 'PERIOD_START' },
    },
    keys: {
      customer: 'm.customer_id',
      product: 'm.product_id',
      plan: 'm.plan_id',
      supportLevel: 'l.support_level_id',
    },
    dimensions: {
      currency: 'm.currency',
      reason: 'm.reason',
      tenureBand: tenureBand('m.tenure_days'),
    },
  },
  {
    name: 'subscriptionEvent',
    description: 'Something that happened to a subscription.',
    noun: 'Subscription',
    id: 'e.subscription_id',
    key: 'e.id',
    from: `public.subscription_event e left join public.subscription u on u.id = e.subscription_id
           left join public.plan l on l.id = u.plan_id`,
    where: 'not e.withdrawn',
    times: { occurred: { kind: 'DAY', on: 'e.occurred_on' } },
    keys: {
      customer: 'e.customer_id',
      product: 'u.product_id',
      plan: 'u.plan_id',
      supportLevel: 'l.support_level_id',
      pod: 'u.pod_id',
    },
    dimensions: { kind: 'e.type', reason: 'e.reason', subscriptionKind: 'u.kind', contractTerm: 'u.term' },
  },
  {
    name: 'renewal',
    description: 'A subscription that came due for renewal, and whether it was renewed.',
    noun: 'Subscription',
    id: 'w.subscription_id',
    key: `w.subscription_id || '/' || w.due_on || '/' || w.renewed`,
    from: `${RENEWALS} join public.subscription u on u.id = w.subscription_id
           left join public.plan l on l.id = u.plan_id`,
    times: { due: { kind: 'DAY', on: 'w.due_on' } },
    keys: {
      customer: 'u.customer_id',
      product: 'u.product_id',
      plan: 'u.plan_id',
      supportLevel: 'l.support_level_id',
      pod: 'u.pod_id',
    },
    dimensions: { subscriptionKind: 'u.kind', contractTerm: 'u.term' },
  },
  {
    name: 'subscription',
    description: 'A subscription of any kind, from its first day to its last.',
    noun: 'Subscription',
    id: 'u.id',
    key: 'u.id',
    from: 'public.subscription u left join public.plan l on l.id = u.plan_id',
    times: {
      started: { kind: 'DAY', on: 'u.started_on' },
      ended: { kind: 'DAY', on: 'u.ended_on' },
      held: { kind: 'STOCK', mark: 'END', from: 'u.started_on', to: 'u.ended_on', days: true },
    },
    keys: {
      customer: 'u.customer_id',
      product: 'u.product_id',
      plan: 'u.plan_id',
      supportLevel: 'l.support_level_id',
      pod: 'u.pod_id',
    },
    dimensions: {
      status: 'u.status',
      subscriptionKind: 'u.kind',
      contractTerm: 'u.term',
      reason: 'u.end_reason',
    },
  },
  {
    name: 'serviceLevelMonth',
    description: "A customer's product in one month of the customer's time zone under one agreement.",
    noun: 'Customer',
    id: 'y.customer_id',
    key: `y.customer_id || '/' || y.product_id || '/' || y.agreement_id || '/' || y.month`,
    from: 'public.service_level_month y',
    times: { month: { kind: 'DAY', on: 'y.starts_on' } },
    keys: { customer: 'y.customer_id', product: 'y.product_id', agreement: 'y.agreement_id' },
    dimensions: { breached: 'y.breached' },
  },
  {
    name: 'serviceCredit',
    description: 'The credit owed for such a month, in one currency.',
    noun: 'Customer',
    id: 'y.customer_id',
    key: `y.customer_id || '/' || y.product_id || '/' || y.agreement_id || '/' || y.month || '/' || (owed.pair ->> 1)`,
    from: 'public.service_level_month y cross join lateral jsonb_array_elements(y.credits) as owed(pair)',
    where: '(owed.pair ->> 0)::numeric > 0',
    times: { month: { kind: 'DAY', on: 'y.starts_on' } },
    keys: { customer: 'y.customer_id', product: 'y.product_id', agreement: 'y.agreement_id' },
    dimensions: { currency: 'owed.pair ->> 1' },
  },
  {
    name: 'usage',
    description: 'What a customer used on a day (UTC) of one metric, component and path.',
    noun: 'Customer',
    id: 'g.customer_id',
    key: `g.customer_id || '/' || g.day || '/' || g.metric || '/' || g.component || '/' || g.path`,
    from: 'public.usage_day g',
    times: { used: { kind: 'DAY', on: 'g.day' } },
    keys: { customer: 'g.customer_id' },
    dimensions: {
      usageMetric: 'g.metric',
      component: `nullif(g.component, '')`,
      path: `nullif(g.path, '')`,
    },
  },
  {
    name: 'deployment',
    description: 'The onboarding of a customer to what it bought.',
    noun: 'Deployment',
    id: 'o.id',
    key: 'o.id',
    from: `public.deployment o left join public.subscription u on u.id = o.subscription_id`,
    times: {
      started: { kind: 'DAY', on: 'o.started_on' },
      live: { kind: 'DAY', on: 'o.live_on' },
    },
    keys: { customer: 'o.customer_id', product: 'u.product_id', plan: 'u.plan_id' },
    dimensions: { status: 'o.status', currency: 'o.value_currency' },
  },
  {
    name: 'opportunity',
    description: 'Something that may be sold to a customer.',
    noun: 'Opportunity',
    id: 'q.id',
    key: 'q.id',
    from: 'public.opportunity q',
    times: { created: { kind: 'INSTANT', at: 'q.created_at' } },
    keys: { customer: 'q.customer_id' },
    dimensions: {
      kind: 'q.kind',
      status: 'q.status',
      opportunityOrigin: 'q.origin',
      currency: 'q.currency',
    },
    internal: true,
  },
  {
    name: 'cost',
    description: 'What the company spent on a day.',
    noun: 'Cost',
    id: 'b.id',
    key: 'b.id',
    from: 'public.cost_record b',
    times: { spent: { kind: 'DAY', on: 'b.date' } },
    keys: {
      customer: 'b.customer_id',
      product: 'b.product_id',
      queue: 'b.queue_id',
      asset: 'array[b.asset_id]',
    },
    dimensions: { source: 'b.source', kind: 'b.kind', currency: 'b.currency' },
    internal: true,
  },
];
