import { CostClass } from '../cost/index.js';
import { apportion } from './allocation.rules.js';

/** What costs may be told by, as they name it themselves: nothing is shared out. */
export enum CostDimension {
  CLASS = 'CLASS',
  KIND = 'KIND',
  MONTH = 'MONTH',
  QUEUE = 'QUEUE',
  PRODUCT = 'PRODUCT',
  ASSET = 'ASSET',
}

/** What the cost of tickets may be told by. */
export enum TicketCostDimension {
  QUEUE = 'QUEUE',
  TIER = 'TIER',
}

/** Costs that name the same things, in minor units of the reporting currency. */
export interface ConvertedPool {
  readonly month: string;
  readonly kind: string;
  readonly class: CostClass;
  readonly queueId: string | null;
  readonly productId: string | null;
  readonly assetId: string | null;
  readonly customerId: string | null;
  readonly amount: bigint;
  readonly recordCount: number;
}

/** The costs of one value of a dimension; null: of those that name none. */
export interface CostLine {
  readonly key: string | null;
  readonly amount: bigint;
  readonly recordCount: number;
}

const KEYS: Readonly<Record<CostDimension, (pool: ConvertedPool) => string | null>> = {
  CLASS: (pool) => pool.class,
  KIND: (pool) => pool.kind,
  MONTH: (pool) => pool.month,
  QUEUE: (pool) => pool.queueId,
  PRODUCT: (pool) => pool.productId,
  ASSET: (pool) => pool.assetId,
};

/** Costs by what they name, by value, those that name none last; the lines add up to the costs. */
export function linesOf(pools: readonly ConvertedPool[], by: CostDimension): CostLine[] {
  const lines = new Map<string | null, CostLine>();
  for (const pool of pools) {
    const key = KEYS[by](pool);
    const known = lines.get(key);
    lines.set(key, {
      key,
      amount: (known?.amount ?? 0n) + pool.amount,
      recordCount: (known?.recordCount ?? 0) + pool.recordCount,
    });
  }
  return [...lines.values()].sort(byKey);
}

/** Tickets resolved, with their queue and tier. */
export interface ResolvedTickets {
  readonly queueId: string | null;
  readonly tier: string | null;
  readonly count: number;
}

/** What the tickets of a queue or a tier cost; the key is null for those of none. */
export interface TicketCostLine {
  readonly key: string | null;
  readonly amount: bigint;
  readonly ticketCount: number;
}

/** A key where null stands for none, as a text and back. */
const NONE = '';

/**
 * Costs of class DESK by queue or tier of the tickets resolved: a cost of a queue goes by the tickets resolved in it (by
 * queue: all to the queue), any other, and one of a queue in which none was, by all tickets resolved. Without tickets
 * they stand under null. The lines add up to the costs.
 */
export function ticketCostsOf(
  pools: readonly ConvertedPool[],
  tickets: readonly ResolvedTickets[],
  by: TicketCostDimension,
): TicketCostLine[] {
  const keyOf = (one: ResolvedTickets) => (by === TicketCostDimension.QUEUE ? one.queueId : one.tier) ?? NONE;
  const count = (some: readonly ResolvedTickets[]) => {
    const counts = new Map<string, number>();
    for (const one of some) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + one.count);
    return counts;
  };
  const all = count(tickets);
  const amounts = new Map<string, bigint>([...all.keys()].map((key) => [key, 0n]));
  const give = (key: string, units: bigint) => amounts.set(key, (amounts.get(key) ?? 0n) + units);
  const byQueue = new Map<string | null, bigint>();
  for (const pool of pools) {
    if (pool.class === CostClass.DESK)
      byQueue.set(pool.queueId, (byQueue.get(pool.queueId) ?? 0n) + pool.amount);
  }
  for (const [queueId, amount] of byQueue) {
    if (queueId !== null && by === TicketCostDimension.QUEUE) {
      give(queueId, amount);
      continue;
    }
    const own = count(tickets.filter((one) => queueId !== null && one.queueId === queueId));
    const weights = own.size > 0 ? own : all;
    if (weights.size === 0) give(NONE, amount);
    else {
      const shares = apportion(
        amount,
        [...weights].map(([key, units]) => [key, BigInt(units)] as const),
      );
      for (const [key, units] of shares) give(key, units);
    }
  }
  return [...amounts]
    .map(([key, amount]) => ({
      key: key === NONE ? null : key,
      amount,
      ticketCount: all.get(key) ?? 0,
    }))
    .sort(byKey);
}

function byKey(a: { key: string | null }, b: { key: string | null }): number {
  if (a.key === null || b.key === null) return a.key === b.key ? 0 : a.key === null ? 1 : -1;
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}
