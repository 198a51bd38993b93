import { invalid, type Ratio, type Session } from '@plimsoll/shared';
import type { Amount } from '../availability/index.js';
import { loadConversion, type Reporting } from '../exchange-rate/index.js';
import { ratioOf } from '../executive/index.js';
import { dayAfter, dayOf, exactAmount } from '../revenue/index.js';
import { readCohortSizes, readCohortSums, type CohortSum } from './cohort.store.js';

/** What is left of a cohort so many months after its own. */
interface CohortMonth {
  readonly month: string;
  readonly monthsSince: number;
  readonly customers: Ratio;
  readonly monthlyRecurringRevenue: Amount | null;
  readonly revenueRetention: Ratio | null;
}

/** The customers that paid for the first time in a month. */
export interface Cohort {
  readonly month: string;
  readonly size: number;
  readonly months: CohortMonth[];
}

const MOST_MONTHS = 60;

/**
 * The cohorts of the months from one to before another, as of an instant: each with its own month and those since. A
 * cohort's revenue is converted at the rates of the last day of its own month throughout, so that rates move nothing. Two
 * statements, and one for rates where one is needed.
 *
 * @throws DomainError `INVALID` where a month is none, or there are none or more than 60 of them
 */
export async function loadCohorts(
  session: Session,
  reporting: Reporting,
  { from, to, asOf }: { from: string; to: string; asOf: Date },
): Promise<Cohort[]> {
  for (const [name, month] of Object.entries({ from, to })) {
    if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) throw invalid(`\`${name}\` is written YYYY-MM.`, [name]);
  }
  const count = monthsBetween(from, to);
  if (count < 1 || count > MOST_MONTHS) {
    throw invalid(`\`to\` is the first month out, 1 to ${MOST_MONTHS} months after \`from\`.`, ['to']);
  }
  const known = dayAfter(dayOf(asOf), 1);
  const sizes = await readCohortSizes(session, `${from}-01`, earlier(`${to}-01`, known));
  const sums = await readCohortSums(session, `${from}-01`, known);
  const conversionOn = await loadConversion(
    session,
    reporting,
    sums.map(({ currency }) => currency),
  );
  const byPlace = groupedBy(sums, ({ cohort, month }) => `${cohort.slice(0, 7)} ${month.slice(0, 7)}`);
  return sizes.map(({ cohort, customers: size }) => {
    const month = cohort.slice(0, 7);
    const conversion = conversionOn(dayAfter(earlier(`${monthAfter(month, 1)}-01`, known), -1));
    const paidIn = (name: string) => {
      const own = byPlace.get(`${month} ${name}`) ?? [];
      return { own, revenue: conversion.total(own.map(amountOf)).amount };
    };
    const first = paidIn(month).revenue;
    const months = Array.from(
      { length: monthsBetween(month, dayAfter(known, -1).slice(0, 7)) + 1 },
      (_, monthsSince) => {
        const name = monthAfter(month, monthsSince);
        const { own, revenue } = paidIn(name);
        return {
          month: name,
          monthsSince,
          customers: ratioOf(
            own.reduce((sum, { customers }) => sum + customers, 0),
            size,
          ),
          monthlyRecurringRevenue: revenue,
          revenueRetention:
            first === null || revenue === null ? null : ratioOf(Number(revenue.amount), Number(first.amount)),
        };
      },
    );
    return { month, size, months };
  });
}

function groupedBy(sums: readonly CohortSum[], keyOf: (sum: CohortSum) => string): Map<string, CohortSum[]> {
  const groups = new Map<string, CohortSum[]>();
  for (const one of sums) {
    const known = groups.get(keyOf(one));
    if (known) known.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups;
}

function amountOf({ units, currency }: CohortSum): Amount {
  return exactAmount(units, currency);
}

function earlier(a: string, b: string): string {
  return a < b ? a : b;
}

/** Whole months from one to another, `YYYY-MM`. */
function monthsBetween(from: string, to: string): number {
  const number = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
  return number(to) - number(from);
}

function monthAfter(month: string, months: number): string {
  return new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)) - 1 + months, 1))
    .toISOString()
    .slice(0, 7);
}
