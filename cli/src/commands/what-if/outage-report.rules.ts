import { table } from '../table.rules.js';
import type { ExposedCustomer, OutageAnswer } from './what-if.document.js';

type Outage = NonNullable<OutageAnswer['whatIfOutage']>;

/** Seconds for reading: `24m 34.8s`, `1h 5m 0s`, `-20m 25.2s`; a missing number is a dash. */
function lengthOfTime(seconds: number | null): string {
  if (seconds === null) return '–';
  const tenths = Math.round(Math.abs(seconds) * 10);
  const hours = Math.floor(tenths / 36_000);
  const minutes = Math.floor((tenths % 36_000) / 600);
  const rest = (tenths % 600) / 10;
  const parts = [hours > 0 ? `${hours}h` : '', hours > 0 || minutes > 0 ? `${minutes}m` : '', `${rest}s`];
  return (seconds < 0 && tenths > 0 ? '-' : '') + parts.filter((part) => part !== '').join(' ');
}

/**
 * The answer to a what-if outage as text: a row for each customer, product and month, then the totals.
 * Headroom before the outage is what is left after it plus what the outage itself counts.
 */
export function outageReport(outage: Outage, customers: readonly ExposedCustomer[]): string {
  const heading = [
    'customer',
    'product',
    'agreement',
    'month',
    'state',
    'headroom before',
    'after',
    'credit',
    'why',
  ];
  const rows = customers.flatMap((row) => {
    const who = row.customer?.name ?? row.customer?.id ?? '(not available)';
    const why = row.causes.map((cause) => cause.name ?? cause.id).join(' → ');
    if (row.agreements.length === 0) return [[who, '', 'no agreement', '', row.state, '–', '–', '–', why]];
    return row.agreements.map((line) => [
      who,
      line.product?.name ?? line.product?.id ?? '–',
      line.agreement === null
        ? '–'
        : `${line.agreement.name ?? line.agreement.id} ${target(line.agreement.uptimeTarget)}`.trim(),
      line.month,
      row.state,
      lengthOfTime(line.headroomSeconds === null ? null : line.headroomSeconds + line.countedSeconds),
      lengthOfTime(line.headroomSeconds) + (line.breached ? ' !' : ''),
      line.serviceCredit === null ? '–' : money(line.serviceCredit),
      why,
    ]);
  });
  const { exposure } = outage;
  const hit =
    outage.assets === null
      ? 'which assets are hit cannot be told'
      : `${count(outage.assets.totalCount, 'asset')} hit`;
  const parts = [`${hit}, figures as of ${outage.asOf}`];
  if (exposure === null)
    return [...parts, 'Who is affected cannot be told: analytics does not answer.'].join('\n');
  if (rows.length > 0) parts.push('', table(heading, rows, ['headroom before', 'after', 'credit']), '');
  const { totalCount } = exposure.customers;
  if (customers.length < totalCount) {
    parts.push(`The first ${customers.length} of ${count(totalCount, 'customer')}; --all shows every one.`);
  }
  parts.push(
    `${count(exposure.customerCount, 'customer')} affected, ${exposure.breachCount} broken (marked !)`,
    `service credits: ${exposure.serviceCredits.map(money).join(', ') || 'none'}`,
    `monthly recurring revenue of those affected: ${exposure.monthlyRecurringRevenue.map(money).join(', ') || 'none'}`,
  );
  return parts.join('\n');
}

function target(uptimeTarget: string | null): string {
  return uptimeTarget === null ? '' : `(${uptimeTarget} %)`;
}

function money(value: { amount: string; currency: string }): string {
  return `${value.amount} ${value.currency}`;
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}
