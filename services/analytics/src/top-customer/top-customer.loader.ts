import { checkPageSize, type RequestContext } from '@plimsoll/shared';
import { uptimeOf } from '../executive/index.js';
import { loadConversion, type Reporting } from '../exchange-rate/index.js';
import { trailingMonths } from '../month-figure/index.js';
import { readPaidCurrencies, readStandings, readTopPaying } from './top-customer.store.js';
import type { TopCustomer } from './top-customer.types.js';

/**
 * The customers that pay most at an instant, the greatest first, and how they fare.
 *
 * @throws DomainError `INVALID` for the number asked for
 */
export async function loadTopCustomers(
  { session }: RequestContext,
  reporting: Reporting,
  first: number,
  asOf: Date,
): Promise<TopCustomer[]> {
  checkPageSize(first);
  const date = asOf.toISOString().slice(0, 10);
  const currencies = await readPaidCurrencies(session, date);
  const conversion = (await loadConversion(session, reporting, currencies))(date);
  const values = new Map(
    currencies.flatMap((currency) => {
      const value = conversion.unitValueOf(currency);
      return value === null ? [] : [[currency, value] as const];
    }),
  );
  const paying = await readTopPaying(session, { date, values, first });
  if (paying.length === 0) return [];
  const ids = paying.map(({ customerId }) => customerId);
  const since = `${trailingMonths(asOf)[0]?.month}-01`;
  const standings = new Map(
    (await readStandings(session, ids, { since, asOf })).map((row) => [row.customerId, row]),
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
