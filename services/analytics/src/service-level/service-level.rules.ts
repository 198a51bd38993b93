import type { ServiceAccount } from '../account/index.js';
import { agreementsOfMonth, measureMonth } from '../availability/index.js';
import type { Agreement, Amount, MonthMeasure } from '../availability/index.js';
import { impactsOn, type LedgerIndex } from '../ledger/index.js';

/** A customer's product measured in a month under one agreement. */
export interface ServiceLevelRow {
  readonly productId: string;
  readonly agreementId: string;
  readonly entitlementIds: readonly string[];
  readonly measure: MonthMeasure;
  readonly credits: readonly Amount[];
}

/** Quiet months kept of an agreement; reaching it forgets them. */
const QUIET_KEPT = 20_000;
const quietMonths = new WeakMap<Agreement, Map<string, MonthMeasure>>();

/** A month in which nothing happened: the same for all that have the agreement and the zone, at whatever instant. */
function quietMonth(agreement: Agreement, timeZone: string, month: string): MonthMeasure {
  let known = quietMonths.get(agreement);
  if (known === undefined || known.size >= QUIET_KEPT) quietMonths.set(agreement, (known = new Map()));
  const key = `${month} ${timeZone}`;
  let measure = known.get(key);
  if (measure === undefined) {
    measure = measureMonth({ impacts: [], agreement, timeZone, month, asOf: 0 });
    known.set(key, measure);
  }
  return measure;
}

/** A customer's service levels in one month of its own, in order of product, then of the agreements ruling it. */
export function serviceLevelsOf(
  account: ServiceAccount,
  month: string,
  asOf: number,
  agreements: ReadonlyMap<string, Agreement>,
  ledger: LedgerIndex,
): ServiceLevelRow[] {
  const { customerId, timeZone } = account;
  return account.products.flatMap((product) => {
    const impacts = impactsOn(ledger, customerId, product.productId);
    return agreementsOfMonth(product.candidatesAmong(agreements), timeZone, month).map(
      ({ agreement, entitlementIds, within, feeWithin }) => {
        const measure =
          impacts.length === 0 && within === null
            ? quietMonth(agreement, timeZone, month)
            : measureMonth({ impacts, agreement, timeZone, month, asOf, within });
        return {
          productId: product.productId,
          agreementId: agreement.id,
          entitlementIds,
          measure,
          credits: product.creditFor(timeZone, month, feeWithin, measure.creditPercent).amounts,
        };
      },
    );
  });
}
