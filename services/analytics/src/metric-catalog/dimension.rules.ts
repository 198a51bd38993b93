import type { Dimension, DimensionType, JoinName, KeyName, Sql } from './vocabulary.rules.js';

const of =
  (key: KeyName, joins: readonly JoinName[] = [], internal = false) =>
  (name: string, sql: Sql, description: string, type: DimensionType = 'STRING'): Dimension => ({
    name,
    description,
    type,
    key,
    sql,
    joins,
    ...(internal ? { internal } : {}),
  });

const own = (
  name: string,
  description: string,
  type: DimensionType = 'STRING',
  internal = false,
): Dimension => ({
  name,
  description,
  type,
  key: null,
  sql: '',
  joins: [],
  ...(internal ? { internal } : {}),
});

const asItWas = of('customer', ['customerVersion']);
const named = of('customer', ['customer']);
const asset = of('asset', ['asset'], true);

/** Bands of the days since a customer's first payment. */
export const tenureBand = (days: Sql): Sql =>
  `case when ${days} < 90 then '0-2 months' when ${days} < 365 then '3-11 months' when ${days} < 730 then '1 year'
        when ${days} < 1825 then '2-4 years' when ${days} is not null then '5 years and more' end`;

/** Everything that figures may be cut and filtered by; which of them a measure has its relation decides. */
export const DIMENSIONS: readonly Dimension[] = [
  of('customer')('customer', ':key', 'The customer, by id.', 'ID'),
  named('customerName', 'd_customer.name', "The customer's name today."),
  named(
    'customerExternalId',
    'd_customer.external_id',
    "The customer's identifier where it was imported from.",
  ),
  asItWas('segment', 'd_version.segment', "The customer's segment as it was then."),
  asItWas('region', 'd_version.region', "The customer's region as it was then."),
  asItWas('vertical', 'd_version.vertical', "The customer's industry as it was then."),
  asItWas('partner', 'd_version.partner_id', 'The reseller that the customer had then, by id.', 'ID'),
  of('customer', ['customerVersion', 'partner'])(
    'partnerName',
    'd_partner.name',
    'The name today of the reseller that the customer had then.',
  ),
  of('customer', ['customerVersion'], true)(
    'accountManager',
    'd_version.account_manager_id',
    'The person who looked after the customer then, by id.',
    'ID',
  ),
  of('customer', ['firstPayment'])(
    'cohort',
    `to_char(d_first.first_on, 'YYYY-MM')`,
    "The month of the customer's first payment, YYYY-MM.",
  ),
  of('customer', ['firstPayment'])(
    'tenureBand',
    tenureBand("((:at at time zone 'UTC')::date - d_first.first_on)"),
    "How long before then the customer's first payment was: 0-2 months (under 90 days), 3-11 months (under 365), 1 year (under 730), 2-4 years (under 1,825), 5 years and more.",
  ),
  of('product')('product', ':key', 'The product, by id.', 'ID'),
  of('product', ['product'])('productName', 'd_product.name', "The product's name."),
  of('product', ['product'])(
    'productExternalId',
    'd_product.external_id',
    "The product's identifier where it was imported from.",
  ),
  of('plan')('plan', ':key', 'The plan, by id.', 'ID'),
  of('plan', ['plan'])('planName', 'd_plan.name', "The plan's name."),
  of('plan', ['plan'])(
    'planTier',
    'd_plan.tier',
    "The plan's place among the plans of its product.",
    'INTEGER',
  ),
  of('supportLevel')('supportLevel', ':key', 'The support level, by id.', 'ID'),
  of('supportLevel', ['supportLevel'])('supportLevelName', 'd_level.name', "The support level's name."),
  of('agreement')('agreement', ':key', 'The service-level agreement, by id.', 'ID'),
  of('agreement', ['agreement'])('agreementName', 'd_agreement.name', "The agreement's name."),
  of('pod')('pod', ':key', 'The pod that a subscription runs on, by id.', 'ID'),
  of('pod', ['pod'])('podName', 'd_pod.name', "The pod's name."),
  of('pod', ['pod'])('podRegion', 'd_pod.region', 'Where the pod is.'),
  of('team', [], true)('team', ':key', 'The team that has the ticket, by id.', 'ID'),
  of('team', ['team'], true)('teamName', 'd_team.name', "The team's name."),
  of('queue', [], true)('queue', ':key', 'The queue that the ticket is in, by id.', 'ID'),
  of('queue', ['queue'], true)('queueName', 'd_queue.name', "The queue's name."),
  of('asset', [], true)(
    'asset',
    ':key',
    'The asset, by id; what has several counts with each of them.',
    'ID',
  ),
  asset('assetName', 'd_asset.name', "The asset's name; what has several counts once with each name."),
  asset('assetKind', 'd_asset.kind', "The asset's kind; what has several counts once with each kind."),
  asset('assetExternalId', 'd_asset.external_id', "The asset's identifier where it was imported from."),
  own('source', 'The system that the record was imported from; none: made here.'),
  own(
    'kind',
    'What sort of record it is: of tickets, changes, subscription events, escalations, opportunities and costs.',
  ),
  own('status', 'Where the record stands in its life today.'),
  own('priority', 'The priority of the ticket (or of the clock, as it was set for it).'),
  own('severity', 'The severity of the ticket.'),
  own('channel', 'How the ticket came in.'),
  // What engineering has is not told to customers.
  own('tier', 'The tier of support that has the ticket.', 'STRING', true),
  own('category', 'What the ticket is about.'),
  own(
    'nature',
    'What engineering is asked for by a problem: DEFECT or ENHANCEMENT; none: that is not known.',
  ),
  own(
    'phase',
    'How far an incident or a problem is while it is open, and what it had come to once it is resolved: DETECTED, RECORDED, DIAGNOSED, KNOWN_ERROR …',
  ),
  own('assignee', 'The person who has the ticket, by id.', 'ID', true),
  own('externalVerdict', 'What the system that the ticket was imported from says of its target.'),
  own('responseTarget', 'What a clock measures: FIRST_RESPONSE, UPDATE or RESOLUTION.'),
  own('planned', 'Whether the outage was planned maintenance.', 'BOOLEAN'),
  own('causeCategory', 'What caused the incident.', 'STRING', true),
  own(
    'outcome',
    'What came of the change: SUCCEEDED, SUCCEEDED_WITH_ISSUES, FAILED or ROLLED_BACK.',
    'STRING',
    true,
  ),
  own(
    'currency',
    'The currency of the amount. Cut by it, amounts stay in it; else they are in the reporting currency.',
  ),
  own('reason', 'Why the customer went, pays less or asked to leave.'),
  own('subscriptionKind', 'What the subscription is for: STANDARD, TRIAL, PILOT …'),
  own('contractTerm', 'For how long the subscription is agreed: MONTHLY, ANNUAL …'),
  own('usageMetric', 'What was measured of the use: logins, calls …'),
  own('component', 'The part of the product that was used.'),
  own('path', 'Where in the product it was used.'),
  own('breached', 'Whether the month is below the agreed uptime.', 'BOOLEAN'),
  own('opportunityOrigin', 'Where the opportunity came from.', 'STRING', true),
];
