import type { RequestContext } from '@plimsoll/shared';
import { changeMonths, outcomesOf } from '../change-analysis/index.js';
import { costPerTicketByMonth } from '../cost/index.js';
import { loadConversion, type Reporting } from '../exchange-rate/index.js';
import { ratioOf, uptimeOf } from '../executive/index.js';
import { incidentMonths } from '../incident-analysis/index.js';
import { lastDayOf, loadMonthFigures, trailingMonths } from '../month-figure/index.js';
import { movementMonths, renewalMonths, revenueByMonth } from '../revenue/index.js';
import { loadAttainment } from '../service-level-attainment/index.js';
import { NO_TICKETS, ticketMonths } from './ticket-month.store.js';
import type { TrailingMonth } from './trailing-months.types.js';

/** The twelve calendar months (UTC) that end with the one an instant lies in, the earliest first. */
export async function loadTrailingMonths(
  context: RequestContext,
  reporting: Reporting,
  asOf: Date,
): Promise<TrailingMonth[]> {
  const { session } = context;
  const months = trailingMonths(asOf);
  // At once: what was worked out ahead is read together.
  const [changes, incidents, tickets, levels, renewals, movements] = await Promise.all([
    loadMonthFigures(context, changeMonths, months, asOf),
    loadMonthFigures(context, incidentMonths, months, asOf),
    loadMonthFigures(context, ticketMonths, months, asOf),
    loadAttainment(context, months, asOf),
    loadMonthFigures(context, renewalMonths, months, asOf),
    loadMonthFigures(context, movementMonths, months, asOf),
  ]);
  const revenue = await revenueByMonth(
    session,
    reporting,
    months,
    asOf,
    months.map((_, index) => ({
      renewals: renewals[index] ?? { due: 0, renewed: 0 },
      movements: movements[index] ?? [],
    })),
  );
  const resolved = new Map(months.map(({ month }, at) => [month, tickets[at]?.resolved ?? 0]));
  const until = new Date(asOf.getTime() + 1);
  const slices = months.map((slice) => ({ ...slice, to: slice.to < until ? slice.to : until }));
  const costs = await costPerTicketByMonth(session, reporting, slices, resolved);
  const conversionOn = await loadConversion(
    session,
    reporting,
    levels.flatMap(({ credits }) => credits.map(([, currency]) => currency)),
  );
  return months.flatMap(({ month }, at) => {
    const [paid, level, ticket] = [revenue[at], levels[at], tickets[at] ?? NO_TICKETS];
    if (!paid || !level) return [];
    const outcomes = outcomesOf([changes[at] ?? {}]);
    const credits = level.credits.map(([amount, currency]) => ({ amount, currency }));
    return {
      month,
      customerCount: paid.customerCount,
      monthlyRecurringRevenue: paid.monthlyRecurringRevenue,
      logoChurn: paid.logoChurn,
      grossRevenueChurn: paid.grossRevenueChurn,
      netRevenueChurn: paid.netRevenueChurn,
      renewalRate: paid.renewalRate,
      uptime: uptimeOf(level.countedSeconds, level.lengthSeconds),
      incidentCount: incidents[at]?.incidentCount ?? 0,
      changeCount: outcomes.finished,
      changeSuccessRate: outcomes.successRate,
      ticketsOpened: ticket.opened,
      ticketsResolved: ticket.resolved,
      firstContactResolution: ratioOf(ticket.firstContact, ticket.resolved),
      costPerTicket: costs.get(month)?.perTicket ?? null,
      creditsPaid: conversionOn(lastDayOf(month, asOf)).total(credits).amount,
    };
  });
}
