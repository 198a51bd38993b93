import type { Ratio, RequestContext } from '@plimsoll/shared';
import type { Amount } from '../availability/index.js';
import { loadConversion, type Reporting } from '../exchange-rate/index.js';
import { loadMonthFigures, wholeMonthsOf } from '../month-figure/index.js';
import { quotient, type Days } from '../revenue/index.js';
import { loadLosses } from './churn-report.loader.js';
import { NOT_RECORDED, type LossRow } from './churn-report.rules.js';
import { lossMonths, nameOfLoss } from './loss-month.store.js';

/** Customers that were lost for one reason. */
export interface LoadedChurnCause {
  readonly losses: readonly LossRow[];
  readonly reason: string;
  readonly customerCount: number;
  readonly monthlyRecurringRevenue: Amount | null;
  readonly share: Ratio;
  readonly breachesBefore: number;
  readonly ticketDaysBefore: number;
}

/**
 * The losses of these days by reason, the most frequent first; two statements where what preceded them was worked out
 * ahead, two more where not, and one for rates where one is needed.
 */
export async function loadChurnCauses(
  context: RequestContext,
  reporting: Reporting,
  days: Days,
): Promise<LoadedChurnCause[]> {
  const losses = await loadLosses(context, { days, by: 'REASON' });
  const months = wholeMonthsOf(losses.map(({ on }) => on));
  const byMonth = await loadMonthFigures(context, lossMonths, months, context.now);
  const preceding = new Map(byMonth.flatMap((one) => Object.entries(one ?? {})));
  const currencies = losses.flatMap(({ paid }) => paid.map(({ currency }) => currency));
  const conversion = (await loadConversion(context.session, reporting, currencies))(days.from);
  const byReason = new Map<string, { loss: LossRow; breaches: number; ticketDays: number }[]>();
  for (const loss of losses) {
    const reason = loss.key ?? NOT_RECORDED;
    const { breaches = 0, ticketDays = 0 } = preceding.get(nameOfLoss(loss)) ?? {};
    const one = { loss, breaches, ticketDays };
    const known = byReason.get(reason);
    if (known) known.push(one);
    else byReason.set(reason, [one]);
  }
  return [...byReason]
    .sort(([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1))
    .map(([reason, members]) => ({
      losses: members.map(({ loss }) => loss),
      reason,
      customerCount: members.length,
      monthlyRecurringRevenue: conversion.total(members.flatMap(({ loss }) => loss.paid)).amount,
      share: quotient(members.length, losses.length),
      breachesBefore: members.reduce((sum, { breaches }) => sum + breaches, 0),
      ticketDaysBefore: members.reduce((sum, { ticketDays }) => sum + ticketDays, 0),
    }));
}
