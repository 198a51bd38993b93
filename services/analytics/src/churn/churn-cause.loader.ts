import type { Ratio, RequestContext } from '@plimsoll/shared';
import type { Amount } from '../availability/index.js';
import { loadConversion, type Reporting } from '../exchange-rate/index.js';
import { ratioOf } from '../executive/index.js';
import { loadMonthFigures, wholeMonthsBetween } from '../month-figure/index.js';
import type { Days } from '../revenue/index.js';
import { lossMonths, type LossFigures } from './loss-month.store.js';

/** Customers that were lost for one reason. */
export interface LoadedChurnCause {
  readonly days: Days;
  readonly reason: string;
  readonly customerCount: number;
  readonly monthlyRecurringRevenue: Amount | null;
  readonly share: Ratio;
  readonly breachesBefore: number;
  readonly ticketDaysBefore: number;
}

/**
 * The losses of these days by reason, the most frequent first. A customer's losses count for the reason of its last. No
 * statement of their own where the months were worked out ahead, two where not, and one for rates where one is needed.
 */
export async function loadChurnCauses(
  context: RequestContext,
  reporting: Reporting,
  days: Days,
): Promise<LoadedChurnCause[]> {
  const byMonth = await loadMonthFigures(context, lossMonths, wholeMonthsBetween(days), context.now);
  const losses = byMonth.flatMap((one) => (one ?? []).filter(([, on]) => on >= days.from && on < days.to));
  const currencies = losses.flatMap(([, , , paid]) => paid.map(([, currency]) => currency));
  const conversion = (await loadConversion(context.session, reporting, currencies))(days.from);
  const reasonOf = new Map(losses.map(([customerId, , reason]) => [customerId, reason]));
  const byReason = new Map<string, LossFigures[]>();
  for (const loss of losses) {
    const reason = reasonOf.get(loss[0]) ?? loss[2];
    const known = byReason.get(reason);
    if (known) known.push(loss);
    else byReason.set(reason, [loss]);
  }
  return [...byReason]
    .sort(([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1))
    .map(([reason, members]) => ({
      days,
      reason,
      customerCount: members.length,
      monthlyRecurringRevenue: conversion.total(
        members.flatMap(([, , , paid]) => paid.map(([amount, currency]) => ({ amount, currency }))),
      ).amount,
      share: ratioOf(members.length, losses.length),
      breachesBefore: members.reduce((sum, [, , , , breaches]) => sum + breaches, 0),
      ticketDaysBefore: members.reduce((sum, [, , , , , ticketDays]) => sum + ticketDays, 0),
    }));
}
