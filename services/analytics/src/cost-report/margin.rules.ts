import type { CostClass } from '../cost/index.js';
import type { Allocation } from './allocation.rules.js';

/** By what revenue and cost to serve are set against each other. */
export enum MarginDimension {
  SUPPORT_LEVEL = 'SUPPORT_LEVEL',
  SEGMENT = 'SEGMENT',
  REGION = 'REGION',
  PARTNER = 'PARTNER',
  ACCOUNT_MANAGER = 'ACCOUNT_MANAGER',
}

/** A customer's revenue and cost to serve in a period, minor units of the reporting currency. */
export interface CustomerMargin {
  /** Null: costs that are allocated to nobody. */
  readonly customerId: string | null;
  readonly revenue: bigint;
  readonly cost: bigint;
  readonly costByClass: ReadonlyMap<CostClass, bigint>;
  /** The support level of what brought most revenue; ties to the smallest id. */
  readonly supportLevelId: string | null;
}

/** Revenue of a customer under a support level, minor units. */
export interface CustomerRevenue {
  readonly customerId: string;
  readonly supportLevelId: string | null;
  readonly units: bigint;
}

/** Every customer with revenue or costs: the dearest to serve first, ties by id; costs of nobody last. */
export function marginsOf(allocation: Allocation, revenues: readonly CustomerRevenue[]): CustomerMargin[] {
  const levels = new Map<string, Map<string, bigint>>();
  for (const { customerId, supportLevelId, units } of revenues) {
    const own = levels.get(customerId) ?? new Map<string, bigint>();
    levels.set(customerId, own);
    own.set(supportLevelId ?? '', (own.get(supportLevelId ?? '') ?? 0n) + units);
  }
  const ids = new Set<string | null>([...allocation.keys(), ...levels.keys()]);
  const margins = [...ids].map((customerId): CustomerMargin => {
    const costByClass = allocation.get(customerId) ?? new Map<CostClass, bigint>();
    const own = [...(levels.get(customerId ?? '') ?? [])];
    const [top] = [...own].sort(([a, x], [b, y]) => (x === y ? (a < b ? -1 : 1) : x > y ? -1 : 1));
    return {
      customerId,
      costByClass,
      cost: sum(costByClass.values()),
      revenue: sum(own.map(([, units]) => units)),
      supportLevelId: top?.[0] || null,
    };
  });
  return margins.sort((a, b) => {
    if (a.customerId === null || b.customerId === null) return a.customerId === null ? 1 : -1;
    if (a.cost !== b.cost) return a.cost > b.cost ? -1 : 1;
    return a.customerId < b.customerId ? -1 : 1;
  });
}

/** Revenue and cost to serve of the customers that have something in common; null: of those without, and of nobody. */
export interface MarginLine {
  readonly key: string | null;
  readonly customerCount: number;
  /** Those of them that brought revenue. */
  readonly payingCount: number;
  readonly revenue: bigint;
  readonly cost: bigint;
}

/** Margins by what customers have in common, by value, those without last; the lines add up to all. */
export function marginLinesOf(
  margins: readonly CustomerMargin[],
  keyOf: (margin: CustomerMargin) => string | null,
): MarginLine[] {
  const lines = new Map<string | null, MarginLine>();
  for (const margin of margins) {
    const key = margin.customerId === null ? null : keyOf(margin);
    const known = lines.get(key);
    lines.set(key, {
      key,
      customerCount: (known?.customerCount ?? 0) + (margin.customerId === null ? 0 : 1),
      payingCount: (known?.payingCount ?? 0) + (margin.revenue > 0n ? 1 : 0),
      revenue: (known?.revenue ?? 0n) + margin.revenue,
      cost: (known?.cost ?? 0n) + margin.cost,
    });
  }
  return [...lines.values()].sort((a, b) => {
    if (a.key === null || b.key === null) return a.key === null ? 1 : -1;
    return a.key < b.key ? -1 : 1;
  });
}

function sum(values: Iterable<bigint>): bigint {
  let total = 0n;
  for (const value of values) total += value;
  return total;
}
