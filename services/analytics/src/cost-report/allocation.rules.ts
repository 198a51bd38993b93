import { CLASS_RULES, CostClass } from '../cost/index.js';

/** Costs that are shared out alike, in minor units of the reporting currency. */
export interface CostPool {
  readonly class: CostClass;
  readonly queueId: string | null;
  readonly productId: string | null;
  readonly customerId: string | null;
  readonly amount: bigint;
}

/** What customers did in the period, by which costs are shared out; whole numbers. */
export interface AllocationBases {
  /** Tickets of customers resolved in the period, by the queue they stood in. */
  readonly tickets: readonly BaseRow<'queueId'>[];
  /** Milliseconds counted against uptime targets in the months that begin in the period. */
  readonly downtime: readonly BaseRow<'productId'>[];
  /** Recurring revenue of the period, minor units. */
  readonly revenue: readonly BaseRow<'productId'>[];
}

type BaseRow<Key extends string> = { readonly [K in Key]: string | null } & {
  readonly customerId: string;
  readonly units: bigint;
};

/** Shares of costs by customer and class, in minor units; what nobody bears is under null. */
export type Allocation = ReadonlyMap<string | null, ReadonlyMap<CostClass, bigint>>;

/** How costs are shared out, as it is shown beside every figure. */
export const ALLOCATION_RULES = `${CLASS_RULES} Shared out over customers: a cost that names a customer is that customer's. Else DESK costs go by the tickets of customers resolved in the period, those of the queue it names (all, where it names none or none was resolved there); DOWNTIME costs by the seconds counted against uptime targets in the months that begin in the period, of the product it names; PLATFORM and CHANGE costs, and DOWNTIME costs of a period without downtime, by the recurring revenue of the period, of the product it names (all, where nobody pays for it). Each is shared to the minor unit, left-over units to the largest remainders. What has no such base stays unallocated.`;

/**
 * A total cut in proportion to weights, exactly: whole units, the left-over ones to the largest remainders, ties to the
 * smallest keys. Below 0 it is cut like its opposite.
 *
 * @param weights zero or more, with distinct keys; their sum above 0
 */
export function apportion<Key extends string>(
  total: bigint,
  weights: readonly (readonly [Key, bigint])[],
): Map<Key, bigint> {
  const sign = total < 0n ? -1n : 1n;
  const magnitude = total * sign;
  const sum = weights.reduce((all, [, weight]) => all + weight, 0n);
  const cut = weights.map(([key, weight]) => ({
    key,
    units: (magnitude * weight) / sum,
    remainder: (magnitude * weight) % sum,
  }));
  let left = magnitude - cut.reduce((all, { units }) => all + units, 0n);
  const ranked = [...cut].sort((a, b) =>
    a.remainder === b.remainder ? (a.key < b.key ? -1 : 1) : a.remainder > b.remainder ? -1 : 1,
  );
  for (const one of ranked) {
    if (left === 0n) break;
    one.units += 1n;
    left -= 1n;
  }
  return new Map(cut.map(({ key, units }) => [key, units * sign]));
}

/** Shares costs out over customers by {@link ALLOCATION_RULES}; the shares add up to the costs, class by class. */
export function allocate(pools: readonly CostPool[], bases: AllocationBases): Allocation {
  const shares = new Map<string | null, Map<CostClass, bigint>>();
  const give = (customerId: string | null, costClass: CostClass, units: bigint) => {
    const own = shares.get(customerId) ?? new Map<CostClass, bigint>();
    shares.set(customerId, own);
    own.set(costClass, (own.get(costClass) ?? 0n) + units);
  };
  const merged = new Map<string, { pool: CostPool; amount: bigint }>();
  for (const pool of pools) {
    if (pool.customerId !== null) {
      give(pool.customerId, pool.class, pool.amount);
      continue;
    }
    // Costs of one base are cut together: fewer cuts, fewer left-over units.
    const key = [pool.class, pool.queueId, pool.productId].join(' ');
    const known = merged.get(key);
    if (known) known.amount += pool.amount;
    else merged.set(key, { pool, amount: pool.amount });
  }
  for (const { pool, amount } of merged.values()) {
    const weights = weightsOf(pool, bases);
    if (weights.length === 0) give(null, pool.class, amount);
    else for (const [key, units] of apportion(amount, weights)) give(key, pool.class, units);
  }
  return shares;
}

function weightsOf(pool: CostPool, bases: AllocationBases): [string, bigint][] {
  if (pool.class === CostClass.DESK) {
    return firstWithWeight([
      bases.tickets.filter(({ queueId }) => pool.queueId !== null && queueId === pool.queueId),
      bases.tickets,
    ]);
  }
  const ofProduct = <Row extends { productId: string | null }>(rows: readonly Row[]) =>
    pool.productId === null ? rows : rows.filter(({ productId }) => productId === pool.productId);
  return firstWithWeight([
    pool.class === CostClass.DOWNTIME ? ofProduct(bases.downtime) : [],
    ofProduct(bases.revenue),
    bases.revenue,
  ]);
}

/** Weights by customer of the first base that has any. */
function firstWithWeight(
  candidates: readonly (readonly { customerId: string; units: bigint }[])[],
): [string, bigint][] {
  for (const rows of candidates) {
    const weights = new Map<string, bigint>();
    for (const { customerId, units } of rows) {
      if (units > 0n) weights.set(customerId, (weights.get(customerId) ?? 0n) + units);
    }
    if (weights.size > 0) return [...weights];
  }
  return [];
}
