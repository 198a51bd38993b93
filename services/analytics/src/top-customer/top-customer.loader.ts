import { checkPageSize, type RequestContext } from '@plimsoll/shared';
import { uptimeOf } from '../executive/index.js';
import { loadUnitValues, type Reporting } from '../exchange-rate/index.js';
import { trailingMonths } from '../month-figure/index.js';
import { loadLiveMonths } from '../service-level-month/index.js';
import { readStandings, readTopPaying } from './top-customer.store.js';
import type { TopCustomer } from './top-customer.types.js';

const DAY_MS = 86_400_000;

/**
 * The customers that pay most at an instant, the greatest first, and how they fare.
 *
 * @throws DomainError `INVALID` for the number asked for
 */
export async function loadTopCustomers(
  context: RequestContext,
  reporting: Reporting,
  first: number,
  asOf: Date,
): Promise<TopCustomer[]> {
  const { session } = context;
  checkPageSize(first);
  const date = asOf.toISOString().slice(0, 10);
  const { conversion, values } = await loadUnitValues(session, reporting, date);
  const paying = await readTopPaying(session, { date, values, first });
  if (paying.length === 0) return [];
  const ids = paying.map(({ customerId }) => customerId);
  const live = await loadLiveMonths(context, asOf);
  // Where the next month has begun already, east of Greenwich, it counts.
  const next = trailingMonths(new Date(asOf.getTime() + DAY_MS));
  const months = [...new Set([...trailingMonths(asOf), ...next].map(({ month }) => month))];
  const standings = new Map(
    (await readStandings(session, ids, { months, asOf, live })).map((row) => [row.customerId, row]),
  );
  return paying.map(({ customerId, amounts }) => {
    const standing = standings.get(customerId);
    return {
      customer: { id: customerId },
      monthlyRecurringRevenue: conversion.total(amounts).amount,
      uptime: uptimeOf(standing?.countedSeconds ?? null, standing?.lengthSeconds ?? null),
      breachCount: (standing?.monthsBreached ?? 0) + (standing?.clocksBreached ?? 0),
      openTicketCount: standing?.openTicketCount ?? 0,
      renewsOn: standing?.renewsOn ?? null,
      asOf,
    };
  });
}
