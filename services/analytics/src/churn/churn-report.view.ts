import { servedAmount } from '@plimsoll/shared';
import { ratioOf } from '../executive/index.js';
import { exactAmount, reportedAmount, reportedUnits, type RevenueBridge } from '../revenue/index.js';
import type { ChurnGroup, LossRow } from './churn-report.rules.js';
import type {
  ChurnReportRow,
  LostCustomer,
  PrecedingEventsSummary,
  RecurringRevenueBridge,
} from './churn-report.types.js';
import type { PrecedingSummary } from '../preceding-event/index.js';

const PARTS = ['start', 'new', 'reactivated', 'expansion', 'contraction', 'churned', 'end'] as const;

/** A group as it is shown. */
export function rowOf(group: ChurnGroup): ChurnReportRow {
  const { question, key, isTotal, name, bridges, rates, subscriptions } = group;
  const shareOf = (count: number) => ratioOf(count, subscriptions.subscriptions);
  return {
    group,
    key,
    name,
    accountManager: question.by === 'ACCOUNT_MANAGER' && key !== null && !isTotal ? { id: key } : null,
    customers: bridges.customers,
    revenue: reportedBridge(group),
    revenueByCurrency: [...bridges.revenue].map(([currency, bridge]) =>
      bridgeIn(currency, (part) => exactAmount(bridge[part], currency)),
    ),
    logoChurn: rates.logoChurn,
    grossRevenueChurn: rates.grossRevenueChurn,
    netRevenueChurn: rates.netRevenueChurn,
    averageLifetimeDays: rates.averageLifetimeDays,
    renewalRate: ratioOf(subscriptions.renewed, subscriptions.due),
    cancellationsAsked: subscriptions.cancellationsAsked,
    cancellationRate: shareOf(subscriptions.cancelled),
    upgradeRate: shareOf(subscriptions.upgraded),
    downgradeRate: shareOf(subscriptions.downgraded),
  };
}

type Part = keyof RevenueBridge;

function bridgeIn(
  currency: string,
  amountOf: (part: Part) => { amount: string; currency: string },
): RecurringRevenueBridge {
  return {
    currency,
    start: amountOf('start'),
    new: amountOf('new'),
    reactivated: amountOf('reactivated'),
    expansion: amountOf('expansion'),
    contraction: amountOf('contraction'),
    churned: amountOf('churned'),
    end: amountOf('end'),
  };
}

/** All currencies in the reporting currency; null where a rate is missing. */
function reportedBridge({ bridges, conversion }: ChurnGroup): RecurringRevenueBridge | null {
  const sums = new Map<Part, bigint>();
  for (const part of PARTS) {
    const units = reportedUnits(
      [...bridges.revenue].map(([currency, bridge]) => [currency, bridge[part]] as const),
      conversion,
    );
    if (units === null) return null;
    sums.set(part, units);
  }
  return bridgeIn(conversion.currency, (part) => reportedAmount(sums.get(part) ?? 0n, conversion.currency));
}

/** A loss as it is shown. */
export function lostCustomerOf({
  customerId,
  on,
  reason,
  planId,
  tenureDays,
  counted,
  paid,
}: LossRow): LostCustomer {
  return {
    customerId,
    customer: { id: customerId },
    on,
    reason,
    plan: planId === null ? null : { id: planId },
    tenureDays,
    counted,
    monthlyRecurringRevenue: paid.map(({ amount, currency }) => ({
      amount: servedAmount(amount, currency),
      currency,
    })),
  };
}

/** Sums over customers as they are shown. */
export function summaryOf(summary: PrecedingSummary): PrecedingEventsSummary {
  return {
    ...summary,
    breachesPerCustomer: ratioOf(summary.breachedMonths + summary.breachedClocks, summary.customers),
    ticketDaysPerCustomer: ratioOf(summary.ticketDays, summary.customers),
  };
}
