import type { Aggregate, BaseMeasure, Measure, Unit } from './vocabulary.rules.js';

type Rest = Partial<Pick<BaseMeasure, 'value' | 'where' | 'money' | 'internal'>> & { unit?: Unit };

const measures =
  (relation: string, time: string) =>
  (name: string, aggregate: Aggregate, description: string, rest: Rest = {}): Measure => ({
    kind: 'BASE',
    relation,
    time,
    name,
    aggregate,
    description,
    unit: rest.unit ?? 'COUNT',
    ...rest,
  });

/** An amount that moves or stands at the period's start: converted at the rates of its first day, so that bridges hold. */
const atFirstRates = (value: string, currency: string): Rest => ({
  unit: 'MONEY',
  value,
  money: { currency, ratesOf: 'START' },
});
const atLastRates = (value: string, currency: string): Rest => ({
  unit: 'MONEY',
  value,
  money: { currency, ratesOf: 'END' },
});

function ratio(
  name: string,
  numerator: string,
  denominator: string,
  description: string,
  rest: { unit?: Unit; complement?: boolean } = {},
): Measure {
  return { kind: 'RATIO', name, numerator, denominator, description, unit: 'RATIO', ...rest };
}

const moved = measures('movement', 'moved');
const lost = measures('movement', 'movedFromStart');
const occurred = measures('subscriptionEvent', 'occurred');
const due = measures('renewal', 'due');
const month = measures('serviceLevelMonth', 'month');
const used = measures('usage', 'used');
const onboarded = measures('deployment', 'live');

/** One customer's movement on a day, whatever the number of its currencies. */
const MOVE = `m.customer_id || '/' || m.occurred_on`;
const MOVED_AMOUNT = atFirstRates('m.amount', 'm.currency');
/** Whether the customer paid the instant before the period. */
const PAID_AT_START = `exists (select from public.subscription_term p where p.customer_id = m.customer_id
  and p.valid_from < (:start at time zone :zone)::date and (p.valid_to is null or p.valid_to >= (:start at time zone :zone)::date))`;

/** Figures of customers, revenue, service levels, use and sales. */
export const COMPANY_MEASURES: readonly Measure[] = [
  measures('account', 'held')(
    'customers',
    'COUNT',
    "Active customers on record at the period's end, paying or not; one that is older than its first record counts from the beginning.",
  ),
  measures('payment', 'atEnd')(
    'payingCustomers',
    'COUNT_DISTINCT',
    "Customers that pay at the period's end: with a STANDARD subscription priced above zero.",
    { value: 's.customer_id' },
  ),
  measures('payment', 'atStart')(
    'payingCustomersAtStart',
    'COUNT_DISTINCT',
    "Customers that paid the moment before the period's start.",
    { value: 's.customer_id' },
  ),
  measures('payment', 'atEnd')(
    'monthlyRecurringRevenue',
    'SUM',
    "Monthly recurring revenue at the period's end, converted at the exchange rates of its last day; null where one of them is not recorded.",
    atLastRates('s.monthly_price', 's.currency'),
  ),
  measures('payment', 'atEnd')(
    'monthlyRecurringRevenueAtEnd',
    'SUM',
    "Monthly recurring revenue at the period's end, converted at the rates of its first day: what the revenue bridge ends with.",
    atFirstRates('s.monthly_price', 's.currency'),
  ),
  measures('payment', 'atStart')(
    'monthlyRecurringRevenueAtStart',
    'SUM',
    "Monthly recurring revenue the moment before the period's start, converted at the rates of the period's first day, as is all of the revenue bridge.",
    atFirstRates('s.monthly_price', 's.currency'),
  ),
  moved('newCustomers', 'COUNT_DISTINCT', 'Customers that began to pay for the first time.', {
    value: MOVE,
    where: `m.kind = 'NEW'`,
  }),
  moved(
    'reactivatedCustomers',
    'COUNT_DISTINCT',
    'Returns of customers that had paid before, a day or more after they went.',
    {
      value: MOVE,
      where: `m.kind = 'REACTIVATED'`,
    },
  ),
  moved(
    'churnedCustomers',
    'COUNT_DISTINCT',
    'Departures: customers that paid and then paid nothing. At start + new + reactivated − churned = at end.',
    { value: MOVE, where: `m.kind = 'CHURNED'` },
  ),
  moved('newRevenue', 'SUM', 'Monthly recurring revenue of customers that began to pay for the first time.', {
    ...MOVED_AMOUNT,
    where: `m.kind = 'NEW'`,
  }),
  moved('reactivatedRevenue', 'SUM', 'Monthly recurring revenue of customers that came back.', {
    ...MOVED_AMOUNT,
    where: `m.kind = 'REACTIVATED'`,
  }),
  moved('expansionRevenue', 'SUM', 'By how much more paying customers paid a month.', {
    ...MOVED_AMOUNT,
    where: `m.kind = 'EXPANSION'`,
  }),
  moved(
    'contractionRevenue',
    'SUM',
    'By how much less paying customers paid a month, without those that went.',
    {
      ...MOVED_AMOUNT,
      where: `m.kind = 'CONTRACTION'`,
    },
  ),
  moved('churnedRevenue', 'SUM', 'Monthly recurring revenue of customers that went, as they last paid.', {
    ...MOVED_AMOUNT,
    where: `m.kind = 'CHURNED'`,
  }),
  lost(
    'customersLost',
    'COUNT_DISTINCT',
    "Customers that paid at the period's start and went within it, cut by what they were at the start.",
    { value: 'm.customer_id', where: `m.kind = 'CHURNED' and ${PAID_AT_START}` },
  ),
  lost(
    'revenueLost',
    'SUM',
    "Churned and contracted monthly recurring revenue of customers that paid at the period's start.",
    { ...MOVED_AMOUNT, where: `m.kind in ('CHURNED', 'CONTRACTION') and ${PAID_AT_START}` },
  ),
  lost(
    'revenueLostNet',
    'SUM',
    "Churned and contracted less expanded monthly recurring revenue of customers that paid at the period's start; below zero where they grew.",
    {
      ...atFirstRates(`case m.kind when 'EXPANSION' then -m.amount else m.amount end`, 'm.currency'),
      where: `m.kind in ('CHURNED', 'CONTRACTION', 'EXPANSION') and ${PAID_AT_START}`,
    },
  ),
  ratio(
    'logoChurn',
    'customersLost',
    'payingCustomersAtStart',
    "Customers lost of those that paid at the period's start; who came and went within it is not among them.",
  ),
  ratio(
    'grossRevenueChurn',
    'revenueLost',
    'monthlyRecurringRevenueAtStart',
    "Churned and contracted of the monthly recurring revenue at the period's start.",
  ),
  ratio(
    'netRevenueChurn',
    'revenueLostNet',
    'monthlyRecurringRevenueAtStart',
    "Churned and contracted less expanded of the monthly recurring revenue at the period's start; below zero where it grew.",
  ),
  moved('lifetimeDaysMean', 'MEAN', 'Mean days for which the customers that went in the period had paid.', {
    unit: 'NUMBER',
    value: 'm.tenure_days',
    where: `m.kind = 'CHURNED'`,
  }),
  measures('subscription', 'started')(
    'subscriptionsStarted',
    'COUNT',
    'Subscriptions of any kind whose first day lies in the period.',
  ),
  measures('subscription', 'ended')(
    'subscriptionsEnded',
    'COUNT',
    'Subscriptions of any kind whose first day out lies in the period.',
  ),
  measures('subscription', 'held')(
    'subscriptions',
    'COUNT',
    "Subscriptions of any kind that run at the period's end.",
  ),
  measures('subscription', 'held')(
    'units',
    'SUM',
    "Units (seats …) of the subscriptions that run at the period's end.",
    {
      unit: 'NUMBER',
      value: 'u.quantity',
    },
  ),
  occurred(
    'cancellationsAsked',
    'COUNT',
    'How often the end of a subscription was asked for, whenever it takes effect.',
    {
      where: `e.type = 'CANCELLED'`,
    },
  ),
  occurred('upgrades', 'COUNT', 'Subscriptions changed to a higher plan.', { where: `e.type = 'UPGRADED'` }),
  occurred('downgrades', 'COUNT', 'Subscriptions changed to a lower plan.', {
    where: `e.type = 'DOWNGRADED'`,
  }),
  occurred('conversions', 'COUNT', 'Trials and the like that became paid.', {
    where: `e.type = 'CONVERTED'`,
  }),
  due(
    'renewalsDue',
    'COUNT',
    'Renewals made, subscriptions whose renewal date has not been acted on, and cancelled ones with a term that ended, by that day.',
  ),
  due('renewals', 'COUNT', 'Subscriptions renewed for a further term.', { where: 'w.renewed' }),
  ratio('renewalRate', 'renewals', 'renewalsDue', 'Of the renewals that came due in the period those made.'),
  month(
    'serviceLevelMonths',
    'COUNT',
    'Measured months: of a customer, product and agreement, by the first day of the month in the time zone of the customer.',
    { where: 'y.uptime is not null' },
  ),
  month('serviceLevelMonthsMet', 'COUNT', 'Measured months that reached the agreed uptime.', {
    where: 'y.uptime is not null and not y.breached',
  }),
  month('serviceLevelMonthsBreached', 'COUNT', 'Measured months below the agreed uptime.', {
    where: 'y.uptime is not null and y.breached',
  }),
  ratio(
    'uptimeAttainment',
    'serviceLevelMonthsMet',
    'serviceLevelMonths',
    'Of the measured months of customers those that reached the agreed uptime.',
  ),
  month(
    'measuredSeconds',
    'SUM',
    'Length of the months as far as it counts, of all customers, products and agreements.',
    {
      unit: 'SECONDS',
      value: 'y.length_seconds',
    },
  ),
  month(
    'downSeconds',
    'SUM',
    'Counted downtime, degraded time by its weight, of all customers, products and agreements.',
    {
      unit: 'SECONDS',
      value: 'y.counted_seconds',
    },
  ),
  month('excludedSeconds', 'SUM', 'Downtime that does not count, since it was maintenance as agreed.', {
    unit: 'SECONDS',
    value: 'y.excluded_seconds',
  }),
  ratio(
    'uptime',
    'downSeconds',
    'measuredSeconds',
    '100 × (1 − counted downtime ÷ length) of the months, in percent.',
    {
      unit: 'PERCENT',
      complement: true,
    },
  ),
  measures('serviceCredit', 'month')(
    'serviceCredits',
    'SUM',
    'Credits that customers are owed for months below a credit tier, converted at the exchange rates of the last day of the period; null where one of them is not recorded.',
    atLastRates('(owed.pair ->> 0)::numeric', 'owed.pair ->> 1'),
  ),
  used(
    'usage',
    'SUM',
    'What was used, of all metrics together: cut it by usageMetric. Days are those of UTC.',
    {
      unit: 'NUMBER',
      value: 'g.value',
    },
  ),
  used('usageMeasurements', 'SUM', 'How many measurements of use there are.', { value: 'g.count' }),
  used('activeCustomers', 'COUNT_DISTINCT', 'Customers of which any use was measured.', {
    value: 'g.customer_id',
  }),
  measures('deployment', 'started')('deploymentsStarted', 'COUNT', 'Onboardings begun.'),
  onboarded(
    'deploymentsLive',
    'COUNT',
    'Onboardings of which the customer works with what it bought since a day of the period.',
  ),
  onboarded(
    'deploymentValue',
    'SUM',
    'Value of the onboardings that went live, converted at the rates of the last day of the period.',
    {
      ...atLastRates('o.value_amount', 'o.value_currency'),
    },
  ),
  onboarded('daysToDeployMean', 'MEAN', 'Mean days from the beginning of an onboarding to its going live.', {
    unit: 'NUMBER',
    value: 'o.live_on - o.started_on',
  }),
  measures('opportunity', 'created')('opportunities', 'COUNT', 'Opportunities noted.', { internal: true }),
  measures('opportunity', 'created')(
    'opportunityAmount',
    'SUM',
    'What the opportunities noted are worth, converted at the rates of the last day of the period.',
    { ...atLastRates('q.amount', 'q.currency'), internal: true },
  ),
  measures('cost', 'spent')('costs', 'COUNT', 'Costs on record.', { internal: true }),
  measures('cost', 'spent')(
    'costAmount',
    'SUM',
    'What was spent, taken back amounts taken off, converted at the exchange rates of the last day of the period; null where one of them is not recorded.',
    { ...atLastRates('b.amount', 'b.currency'), internal: true },
  ),
];
