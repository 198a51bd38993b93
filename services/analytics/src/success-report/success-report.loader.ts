import type { RequestContext, Session } from '@plimsoll/shared';
import { Decimal } from 'decimal.js';
import { DateTime } from 'luxon';
import { loadAccounts, loadAgreements, type ServiceAccount } from '../account/index.js';
import { monthBounds, monthOf } from '../availability/index.js';
import { uptimeOf, type Period } from '../executive/index.js';
import { loadLedger } from '../ledger/index.js';
import { serviceLevelsOf } from '../service-level/index.js';
import {
  readDeskFigures,
  readMilestones,
  readNames,
  readUsageTotals,
  type CustomerNames,
  type DeskFigures,
  type MilestoneRow,
  type UsageTotal,
} from './success-report.store.js';

/** How a product of a customer was there in the months of a period. */
export interface ProductUptime {
  readonly productId: string;
  /** Percent with 12 decimals; null where nothing was measured. */
  readonly uptime: string | null;
  /** Months measured, one for each agreement that ruled. */
  readonly measured: number;
  /** Those of them that met their target. */
  readonly met: number;
  readonly countedSeconds: string;
  readonly lengthSeconds: string;
}

/** What a customer got in a period. */
export interface Success {
  readonly desk: DeskFigures;
  readonly products: readonly ProductUptime[];
  readonly uptime: string | null;
  readonly usage: readonly UsageTotal[];
  readonly milestones: readonly MilestoneRow[];
}

/**
 * What a customer got in a period (up to now), as far as the caller sees it; null where the caller does not see the
 * customer. Six statements for all customers of a request that ask alike.
 */
export function loadSuccess(
  context: RequestContext,
  customerId: string,
  { from, to: end }: Period,
): Promise<Success | null> {
  const { session, now } = context;
  const to = end < now ? end : now;
  return context
    .loader<string, Success>(`success:${from.getTime()}:${to.getTime()}`, async (ids) => {
      const accounts = await loadAccounts(session, ids);
      const seen = accounts.map((account) => account.customerId);
      if (seen.length === 0) return ids.map(() => null);
      const period = { from, to };
      const uptimes = await loadUptimes(session, accounts, period);
      const desks = await readDeskFigures(session, seen, period);
      const usage = await readUsageTotals(session, seen, period);
      const milestones = await readMilestones(session, seen, period);
      const found = new Map(
        desks.map((desk): [string, Success] => {
          const own = <Row extends { customerId: string }>(rows: readonly Row[]) =>
            rows.filter((row) => row.customerId === desk.customerId);
          const products = uptimes.get(desk.customerId) ?? [];
          return [
            desk.customerId,
            {
              desk,
              products,
              uptime: together(products).uptime,
              usage: own(usage),
              milestones: own(milestones),
            },
          ];
        }),
      );
      return ids.map((id) => found.get(id) ?? null);
    })
    .load(customerId);
}

/** Service levels of the local months that begin in a period, by customer and product. */
async function loadUptimes(
  session: Session,
  accounts: readonly ServiceAccount[],
  { from, to }: Period,
): Promise<Map<string, ProductUptime[]>> {
  const asked = accounts.map((account) => ({ account, months: monthsBegunIn(account.timeZone, from, to) }));
  const agreements = await loadAgreements(session, accounts);
  const ledger = await loadLedger(session, {
    customerIds: accounts.map((account) => account.customerId),
    from: from.getTime(),
    to: to.getTime(),
    knownAt: null,
  });
  return new Map(
    asked.map(({ account, months }) => {
      const levels = months.flatMap((month) =>
        serviceLevelsOf(account, month, to.getTime(), agreements, ledger),
      );
      return [
        account.customerId,
        account.products.flatMap(({ productId }) => {
          const own = levels.filter(
            (level) => level.productId === productId && level.measure.uptime !== null,
          );
          if (own.length === 0) return [];
          const measures = own.map(({ measure }) => ({
            productId,
            uptime: null,
            measured: 1,
            met: measure.breached ? 0 : 1,
            countedSeconds: measure.countedSeconds,
            lengthSeconds: new Decimal(measure.lengthMs).div(1000).toFixed(),
          }));
          return [{ productId, ...together(measures) }];
        }),
      ];
    }),
  );
}

/** Uptime of several together: by all their seconds. */
function together(uptimes: readonly ProductUptime[]): Omit<ProductUptime, 'productId'> {
  const sum = (of: (one: ProductUptime) => Decimal.Value) =>
    uptimes.reduce((total, one) => total.plus(of(one)), new Decimal(0));
  const [countedSeconds, lengthSeconds] = [
    sum((one) => one.countedSeconds).toFixed(),
    sum((one) => one.lengthSeconds).toFixed(),
  ];
  return {
    uptime: uptimeOf(countedSeconds, lengthSeconds),
    measured: sum((one) => one.measured).toNumber(),
    met: sum((one) => one.met).toNumber(),
    countedSeconds,
    lengthSeconds,
  };
}

/** The local months whose first instant lies in a period, in order. */
function monthsBegunIn(timeZone: string, from: Date, to: Date): string[] {
  const months: string[] = [];
  let month = monthOf(timeZone, from.getTime());
  while (monthBounds(timeZone, month).from < to.getTime()) {
    if (monthBounds(timeZone, month).from >= from.getTime()) months.push(month);
    month = DateTime.fromFormat(month, 'yyyy-MM', { zone: 'utc' }).plus({ months: 1 }).toFormat('yyyy-MM');
  }
  return months;
}

/** What a customer and its products are called, and where it is; null where the caller does not see it. Batched a request. */
export function loadNames(context: RequestContext, customerId: string): Promise<CustomerNames | null> {
  return context
    .loader<string, CustomerNames>('success-names', async (ids) => {
      const names = await readNames(context.session, ids);
      return ids.map((id) => names.get(id) ?? null);
    })
    .load(customerId);
}
