import { listByParent, listPage, type Page, type RequestContext, type Session } from '@plimsoll/shared';
import { loadConversion, type Reporting } from '../exchange-rate/index.js';
import type { MonthSlice } from '../executive/index.js';
import { dayFrom, dayOf } from '../revenue/index.js';
import { reportedCost, type CostAmount } from './cost-amount.rules.js';
import { classOf, CostClass } from './cost.rules.js';
import {
  costList,
  costRecords,
  countResolved,
  readMonthlyCosts,
  type CostListArguments,
  type CostRecord,
} from './cost.store.js';

/** The cost with this id, or null where the caller sees none; batched a request. */
export function loadCost(context: RequestContext, id: string): Promise<CostRecord | null> {
  return context
    .loader<string, CostRecord>('cost', (ids) => costRecords.findInOrder(context.session, ids))
    .load(id);
}

/** The cost with this external id, or null where the caller sees none. */
export async function loadCostByExternalId(
  context: RequestContext,
  source: string,
  externalId: string,
): Promise<CostRecord | null> {
  const found = await costRecords.findByExternalIds(context.session, source, [externalId]);
  return found.get(externalId) ?? null;
}

/** A page of the costs the caller sees. */
export function listCosts(context: RequestContext, args: CostListArguments): Promise<Page<CostRecord>> {
  return listPage(context.session, costList, args);
}

/** A page of the costs that name a customer or an asset; batched a request. */
export function listCostsOf(
  context: RequestContext,
  parent: 'customer' | 'asset',
  parentId: string,
  args: CostListArguments,
): Promise<Page<CostRecord> | null> {
  return context
    .loader<string, Page<CostRecord>>(`costs of ${parent}: ${JSON.stringify(args)}`, (ids) =>
      listByParent(context.session, costList, parent, ids, args),
    )
    .load(parentId);
}

/** What a resolved ticket cost in a month, with its parts. */
export interface CostPerTicket {
  /** In the reporting currency, rounded once, half-up; null without tickets, costs or a rate. */
  readonly perTicket: CostAmount | null;
  /** Costs of class DESK of the month in the reporting currency; null where a rate is missing. */
  readonly cost: CostAmount | null;
  /** Tickets resolved in the month, merged ones left out. */
  readonly ticketCount: number;
}

/**
 * Cost per ticket of each of these months, by `YYYY-MM`: see COST_PER_TICKET. Of a month of which a part is asked
 * for the dates and instants of that part count. Two statements, and one more where a cost is in another currency.
 *
 * @param months one slice a month, in order of time
 * @param counted tickets resolved by month, where they are known: it saves a statement
 */
export async function costPerTicketByMonth(
  session: Session,
  reporting: Reporting,
  months: readonly MonthSlice[],
  counted?: ReadonlyMap<string, number>,
): Promise<Map<string, CostPerTicket>> {
  const [first, last] = [months[0], months.at(-1)];
  if (!first || !last) return new Map();
  const costs = (await readMonthlyCosts(session, dayOf(first.from), dayFrom(last.to))).filter(
    (cost) => classOf(cost) === CostClass.DESK,
  );
  const resolved = counted ?? (await countResolved(session, first.from, last.to));
  const conversionOn = await loadConversion(
    session,
    reporting,
    costs.map(({ currency }) => currency),
  );
  return new Map(
    months.map(({ month, to }) => {
      const conversion = conversionOn(dayOf(new Date(to.getTime() - 1)));
      const own = costs.filter((cost) => cost.month === month);
      const ticketCount = resolved.get(month) ?? 0;
      return [
        month,
        {
          perTicket: own.length > 0 && ticketCount > 0 ? reportedCost(conversion, own, ticketCount) : null,
          cost: reportedCost(conversion, own),
          ticketCount,
        },
      ];
    }),
  );
}
