import type { Cell } from './csv.rules.js';
import type { PeriodRule } from './period.rules.js';

/** An object of an answer; what the view's query selects is known to its columns. */
export type Fields = Record<string, unknown>;

/** A table for other programs, read out of a list of the graph. */
export interface View {
  period: PeriodRule;
  /** An operation with `$after` and the variables of the period, that answers one connection as `list`. */
  query: string;
  columns: readonly string[];
  /** The lines a record makes, in the order of the columns. */
  rows: (record: Fields) => Cell[][];
}

const CUSTOMER = 'customer { id externalId csi name }';
const CUSTOMER_COLUMNS = ['customer', 'customer_external_id', 'customer_csi', 'customer_name'];
const PAGE = 'pageInfo { hasNextPage endCursor } nodes';

/** The views by name: `/export/<name>.csv`. */
export const VIEWS: Readonly<Record<string, View>> = {
  orders: {
    period: { kind: 'instants' },
    query: `query ExportOrders($after: String, $from: DateTime, $to: DateTime) {
      list: orders(first: 100, after: $after, filter: { placedFrom: $from, placedBefore: $to },
                   orderBy: { field: PLACED_AT, direction: ASC }) { ${PAGE} {
        id externalId status kind channel placedAt ${CUSTOMER} partner { id externalId name }
        lines { number action quantity effectiveOn subscription { id externalId } plan { id externalId name product { id name } }
          monthlyPrice { amount currency } charge { from to amount } }
      } }
    }`,
    columns: [
      'order',
      'order_external_id',
      'status',
      'kind',
      'channel',
      'placed_at',
      ...CUSTOMER_COLUMNS,
      'partner',
      'partner_external_id',
      'partner_name',
      'line',
      'action',
      'subscription',
      'subscription_external_id',
      'product',
      'product_name',
      'plan',
      'plan_external_id',
      'plan_name',
      'quantity',
      'effective_on',
      'monthly_price',
      'charge_from',
      'charge_to',
      'charge_amount',
      'currency',
    ],
    rows: (order) =>
      listOf(order['lines']).map((line) => {
        const plan = fieldsOf(line['plan']);
        const charge = fieldsOf(line['charge']);
        return [
          ...texts(order, 'id', 'externalId', 'status', 'kind', 'channel', 'placedAt'),
          ...customerOf(order),
          ...texts(fieldsOf(order['partner']), 'id', 'externalId', 'name'),
          ...texts(line, 'number', 'action'),
          ...texts(fieldsOf(line['subscription']), 'id', 'externalId'),
          ...texts(fieldsOf(plan['product']), 'id', 'name'),
          ...texts(plan, 'id', 'externalId', 'name'),
          ...texts(line, 'quantity', 'effectiveOn'),
          ...texts(fieldsOf(line['monthlyPrice']), 'amount'),
          ...texts(charge, 'from', 'to', 'amount'),
          ...texts(fieldsOf(line['monthlyPrice']), 'currency'),
        ];
      }),
  },
  credits: {
    period: { kind: 'month' },
    query: `query ExportCredits($after: String, $month: String!) {
      list: serviceCredits(first: 100, after: $after, month: $month) { ${PAGE} {
        ${CUSTOMER} product { id externalId name } agreement { id externalId name } month uptime credit { amount currency }
      } }
    }`,
    columns: [
      ...CUSTOMER_COLUMNS,
      'product',
      'product_external_id',
      'product_name',
      'agreement',
      'agreement_external_id',
      'agreement_name',
      'month',
      'uptime_percent',
      'credit_amount',
      'currency',
    ],
    rows: (credit) => [
      [
        ...customerOf(credit),
        ...texts(fieldsOf(credit['product']), 'id', 'externalId', 'name'),
        ...texts(fieldsOf(credit['agreement']), 'id', 'externalId', 'name'),
        ...texts(credit, 'month', 'uptime'),
        ...texts(fieldsOf(credit['credit']), 'amount', 'currency'),
      ],
    ],
  },
  'chargeable-cases': {
    period: { kind: 'instants' },
    query: `query ExportChargeableCases($after: String, $from: DateTime, $to: DateTime) {
      list: chargeableCases(first: 100, after: $after, filter: { closedFrom: $from, closedTo: $to },
                            orderBy: { field: CLOSED_AT, direction: ASC }) { ${PAGE} {
        id closedAt number allowed withdrawn ${CUSTOMER} ticket { id externalId }
        entitlement { id subscription { id externalId } product { id externalId name } supportLevel { id externalId name } }
      } }
    }`,
    columns: [
      'chargeable_case',
      'closed_at',
      ...CUSTOMER_COLUMNS,
      'ticket',
      'ticket_external_id',
      'entitlement',
      'subscription',
      'subscription_external_id',
      'product',
      'product_external_id',
      'product_name',
      'support_level',
      'support_level_external_id',
      'support_level_name',
      'case_number',
      'cases_allowed',
      'withdrawn',
    ],
    rows: (chargeable) => {
      const entitlement = fieldsOf(chargeable['entitlement']);
      return [
        [
          ...texts(chargeable, 'id', 'closedAt'),
          ...customerOf(chargeable),
          ...texts(fieldsOf(chargeable['ticket']), 'id', 'externalId'),
          ...texts(entitlement, 'id'),
          ...texts(fieldsOf(entitlement['subscription']), 'id', 'externalId'),
          ...texts(fieldsOf(entitlement['product']), 'id', 'externalId', 'name'),
          ...texts(fieldsOf(entitlement['supportLevel']), 'id', 'externalId', 'name'),
          ...texts(chargeable, 'number', 'allowed', 'withdrawn'),
        ],
      ];
    },
  },
  tickets: {
    period: { kind: 'instants' },
    query: `query ExportTickets($after: String, $from: DateTime, $to: DateTime) {
      list: tickets(first: 100, after: $after, filter: { openedFrom: $from, openedTo: $to },
                    orderBy: { field: OPENED_AT, direction: ASC }) { ${PAGE} {
        id externalId kind status phase subject channel priority severity tier category openedAt firstRespondedAt
        resolvedAt closedAt reassignedCount reopenedCount satisfaction externalVerdict ${CUSTOMER}
        assignee { id name } team { id name } queue { id name } clocks { target cycle status }
      } }
    }`,
    columns: [
      'ticket',
      'ticket_external_id',
      'kind',
      'status',
      'phase',
      'subject',
      'channel',
      'priority',
      'severity',
      'tier',
      'category',
      'opened_at',
      'first_responded_at',
      'resolved_at',
      'closed_at',
      'reassignments',
      'reopenings',
      'satisfaction',
      'external_verdict',
      ...CUSTOMER_COLUMNS,
      'assignee',
      'assignee_name',
      'team',
      'team_name',
      'queue',
      'queue_name',
      'first_response_target',
      'update_target',
      'resolution_target',
    ],
    rows: (ticket) => [
      [
        ...texts(ticket, 'id', 'externalId', 'kind', 'status', 'phase', 'subject', 'channel', 'priority'),
        ...texts(ticket, 'severity', 'tier', 'category', 'openedAt', 'firstRespondedAt', 'resolvedAt'),
        ...texts(ticket, 'closedAt', 'reassignedCount', 'reopenedCount', 'satisfaction', 'externalVerdict'),
        ...customerOf(ticket),
        ...['assignee', 'team', 'queue'].flatMap((name) => texts(fieldsOf(ticket[name]), 'id', 'name')),
        ...['FIRST_RESPONSE', 'UPDATE', 'RESOLUTION'].map((target) => lastStatusOf(ticket['clocks'], target)),
      ],
    ],
  },
  usage: {
    period: { kind: 'instants' },
    query: `query ExportUsage($after: String, $from: DateTime, $to: DateTime) {
      list: usage(first: 100, after: $after, filter: { from: $from, to: $to }, orderBy: { field: AT, direction: ASC }) {
        ${PAGE} { id at metric value component path ${CUSTOMER} contact { id externalId } }
      }
    }`,
    columns: [
      'usage',
      'at',
      ...CUSTOMER_COLUMNS,
      'metric',
      'value',
      'component',
      'path',
      'contact',
      'contact_external_id',
    ],
    rows: (usage) => [
      [
        ...texts(usage, 'id', 'at'),
        ...customerOf(usage),
        ...texts(usage, 'metric', 'value', 'component', 'path'),
        ...texts(fieldsOf(usage['contact']), 'id', 'externalId'),
      ],
    ],
  },
  'incident-exposures': {
    period: { kind: 'instants' },
    query: `query ExportIncidentExposures($after: String, $from: DateTime, $to: DateTime) {
      list: incidentExposures(first: 100, after: $after, from: $from, to: $to) { ${PAGE} {
        ticket { id externalId subject } planned startedAt endedAt customerCount products { id name }
        downSeconds degradedSeconds credit { amount currency } credits { amount currency }
        monthlyRecurringRevenue { amount currency }
      } }
    }`,
    columns: [
      'ticket',
      'ticket_external_id',
      'ticket_subject',
      'planned',
      'started_at',
      'ended_at',
      'customers',
      'products',
      'product_names',
      'down_seconds',
      'degraded_seconds',
      'reporting_credit_amount',
      'reporting_currency',
      'currency',
      'credit_amount',
      'monthly_recurring_revenue',
    ],
    // A line a currency: amounts in several are never added up.
    rows: (incident) => {
      const products = listOf(incident['products']);
      const credits = amountsOf(incident['credits']);
      const revenue = amountsOf(incident['monthlyRecurringRevenue']);
      const currencies = new Set([...revenue.keys(), ...credits.keys()]);
      return (currencies.size > 0 ? [...currencies] : [null]).map((currency) => [
        ...texts(fieldsOf(incident['ticket']), 'id', 'externalId', 'subject'),
        ...texts(incident, 'planned', 'startedAt', 'endedAt', 'customerCount'),
        products.flatMap((product) => texts(product, 'id')).join(' '),
        products.flatMap((product) => texts(product, 'name')).join(', '),
        ...texts(incident, 'downSeconds', 'degradedSeconds'),
        ...texts(fieldsOf(incident['credit']), 'amount', 'currency'),
        currency,
        currency === null ? null : (credits.get(currency) ?? null),
        currency === null ? null : (revenue.get(currency) ?? null),
      ]);
    },
  },
  'asset-mappings': {
    period: { kind: 'none' },
    query: `query ExportAssetMappings($after: String) {
      list: assetMappings(first: 100, after: $after) { ${PAGE} {
        ${CUSTOMER.replace(' }', ' monthlyRecurringRevenue { amount currency } }')} product { id externalId name }
        asset { id externalId name kind } placement { id product { id } pod { id name } customer { id } }
      } }
    }`,
    columns: [
      ...CUSTOMER_COLUMNS,
      'product',
      'product_external_id',
      'product_name',
      'asset',
      'asset_external_id',
      'asset_name',
      'asset_kind',
      'placement',
      'placed_by_product',
      'placed_by_pod',
      'pod_name',
      'placed_by_customer',
      'customer_monthly_recurring_revenue',
      'currency',
    ],
    // A line a currency of what the customer pays; one without an amount for a customer that pays nothing.
    rows: (mapping) => {
      const placement = fieldsOf(mapping['placement']);
      const revenue = amountsOf(fieldsOf(mapping['customer'])['monthlyRecurringRevenue']);
      return (revenue.size > 0 ? [...revenue] : [[null, null]]).map(([currency, amount]) => [
        ...customerOf(mapping),
        ...texts(fieldsOf(mapping['product']), 'id', 'externalId', 'name'),
        ...texts(fieldsOf(mapping['asset']), 'id', 'externalId', 'name', 'kind'),
        ...texts(placement, 'id'),
        ...texts(fieldsOf(placement['product']), 'id'),
        ...texts(fieldsOf(placement['pod']), 'id', 'name'),
        ...texts(fieldsOf(placement['customer']), 'id'),
        amount,
        currency,
      ]);
    },
  },
  'usage-by-month': {
    period: { kind: 'months' },
    query: `query ExportUsageByMonth($after: String, $from: Date, $to: Date) {
      list: usageByMonth(first: 100, after: $after, filter: { from: $from, to: $to }) {
        ${PAGE} { ${CUSTOMER} month metric total count }
      }
    }`,
    columns: [...CUSTOMER_COLUMNS, 'month', 'metric', 'total', 'measurements'],
    rows: (usage) => [[...customerOf(usage), ...texts(usage, 'month', 'metric', 'total', 'count')]],
  },
};

/** How the last clock for a response target stands: MET, BREACHED, RUNNING …; nothing where none was agreed. */
function lastStatusOf(clocks: unknown, target: string): Cell {
  const own = listOf(clocks).filter((clock) => clock['target'] === target);
  const last = own.reduce<Fields | null>(
    (latest, clock) => (latest === null || Number(clock['cycle']) > Number(latest['cycle']) ? clock : latest),
    null,
  );
  return (last?.['status'] ?? null) as Cell;
}

/** Amounts by currency. */
function amountsOf(money: unknown): Map<string, string> {
  return new Map(
    (listOf(money) as { amount: string; currency: string }[]).map((one) => [one.currency, one.amount]),
  );
}

function customerOf(record: Fields): Cell[] {
  return texts(fieldsOf(record['customer']), 'id', 'externalId', 'csi', 'name');
}

function texts(record: Fields, ...names: string[]): Cell[] {
  return names.map((name) => record[name] as Cell);
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function listOf(value: unknown): Fields[] {
  return Array.isArray(value) ? (value as Fields[]) : [];
}
