import { minorUnitOf } from '@plimsoll/shared';
import { Decimal } from 'decimal.js';
import { ownProposal, wrongStatus } from './service-credit.errors.js';

/** Where a credit is in its life. */
export type CreditStatus = 'PROPOSED' | 'APPROVED' | 'ISSUED' | 'REJECTED';

/** A step in the life of a credit, where it leads, and where from. */
const STEPS = {
  approved: { from: 'PROPOSED', to: 'APPROVED' },
  rejected: { from: 'PROPOSED', to: 'REJECTED' },
  issued: { from: 'APPROVED', to: 'ISSUED' },
} as const;

/**
 * The status after a step: PROPOSED → APPROVED → ISSUED, or PROPOSED → REJECTED.
 *
 * @param actorId whoever takes it
 * @throws DomainError `INVALID_STATUS`, `OWN_PROPOSAL`
 */
export function statusAfter(
  step: keyof typeof STEPS,
  credit: { status: CreditStatus; origin: string; proposedById: string | null },
  actorId: string | null,
): CreditStatus {
  const { from, to } = STEPS[step];
  if (credit.status !== from) throw wrongStatus(step, credit.status);
  if (step === 'approved' && credit.origin === 'HAND' && credit.proposedById === actorId) throw ownProposal();
  return to;
}

/** What the ledger owes, in one currency, beside what was proposed of it before. Amounts are decimals. */
export interface OwedCredit {
  readonly customerId: string;
  readonly productId: string;
  readonly agreementId: string;
  readonly month: string;
  readonly currency: string;
  readonly owed: string;
  /** Null where nothing was proposed before. */
  readonly proposedBefore: string | null;
  readonly uptime: string | null;
  readonly creditPercent: string | null;
}

/** Why a credit is proposed, in words. */
export function noteOf(owed: OwedCredit, restatedBy: readonly string[]): string {
  const { currency, proposedBefore, uptime, creditPercent } = owed;
  const figures =
    uptime === null
      ? 'nothing of the month is measured any more'
      : `uptime ${uptime} %, ${creditPercent ?? '0'} % of the month's fee`;
  if (proposedBefore === null) return `Owed by the ledger: ${figures}.`;
  const cause =
    restatedBy.length > 0
      ? `restated by ${restatedBy.join(', ')}`
      : 'what is agreed or paid was changed since';
  const amount = (text: string) => `${new Decimal(text).toFixed(minorUnitOf(currency))} ${currency}`;
  return `The month owes ${amount(owed.owed)} instead of ${amount(proposedBefore)}: ${cause}; ${figures}.`;
}
