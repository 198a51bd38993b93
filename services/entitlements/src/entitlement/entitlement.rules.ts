import { invalid } from '@plimsoll/shared';

const ASSET_ID = /^ast_[0-7][0-9a-hjkmnp-tv-z]{25}$/;

/** What an entitlement is for: exactly one of the two is set. */
export interface Subject {
  productId: string | null;
  assetId: string | null;
}

/**
 * What an entitlement is for.
 *
 * @throws DomainError `INVALID` for both or neither, or for an asset that is not named by its platform id
 */
export function checkSubject(subject: Subject, names: { product: string; asset: string }): Subject {
  if ((subject.productId === null) === (subject.assetId === null)) {
    throw invalid('An entitlement is for a product or for an asset: give exactly one of them.', [
      names.product,
    ]);
  }
  if (subject.assetId !== null && !ASSET_ID.test(subject.assetId)) {
    throw invalid(`\`${names.asset}\` is the platform id of an asset, \`ast_…\`.`, [names.asset]);
  }
  return subject;
}

/**
 * Checks a half-open interval of days; `to` may be null.
 *
 * @throws DomainError `INVALID` naming the field where it ends before it begins
 */
export function checkInterval(from: string, to: string | null, field: string): void {
  if (to !== null && to < from) {
    throw invalid(`\`${field}\` is ${to}, before the first day ${from}.`, [field]);
  }
}

/** @throws DomainError `INVALID` for less than 0 */
export function checkCases<Cases extends number | null | undefined>(cases: Cases): Cases {
  if (cases != null && cases < 0) throw invalid(`\`cases\` is ${cases}; it is 0 or more.`, ['cases']);
  return cases;
}
