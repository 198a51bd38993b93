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
        const measure = measureMonth({ impacts, agreement, timeZone, month, asOf, within });
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
