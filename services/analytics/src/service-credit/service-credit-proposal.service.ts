import { newId, type Database, type Session } from '@plimsoll/shared';
import { Decimal } from 'decimal.js';
import { addMonths, monthBounds } from '../availability/index.js';
import { readStated, type StatedPiece } from '../ledger/index.js';
import { settleServiceLevels } from '../service-level-month/index.js';
import { noteOf, type OwedCredit } from './service-credit.rules.js';
import {
  findUnproposed,
  holdProposals,
  serviceCreditRecords,
  type ServiceCreditRow,
} from './service-credit.store.js';

const SYSTEM = { kind: 'SYSTEM' } as const;
const DAY_MS = 86_400_000;
/** Days that a month is left for corrections before its credits are proposed. */
const GRACE_DAYS = 5;
/** Months that are looked at, the latest ones: what is older is settled. */
const MONTHS_PROPOSED = 13;
/** Records made in one transaction. */
const STEP = 500;
/** Where on earth a month ends last, and begins first. */
const LAST_ZONE = 'Etc/GMT+12';
const FIRST_ZONE = 'Pacific/Kiritimati';

/**
 * Proposes what the ledger owes for months that have been over for five days, everywhere on earth, and was not proposed
 * yet; of a month that was restated the difference, below zero where less is owed. Repeating it changes nothing. Answers
 * how many were proposed.
 */
export async function proposeOwed(database: Database, now: Date): Promise<number> {
  const last = lastMonthOver(now.getTime() - GRACE_DAYS * DAY_MS);
  const first = addMonths(last, 1 - MONTHS_PROPOSED);
  // What is out of date would be proposed, and then taken back.
  while (await settleServiceLevels(database, now));
  let count = 0;
  for (;;) {
    const made = await database.transaction(SYSTEM, (tx) => proposeStep(tx, first, last, now));
    count += made;
    if (made < STEP) return count;
  }
}

function lastMonthOver(instant: number): string {
  const month = new Date(instant).toISOString().slice(0, 7);
  const before = addMonths(month, -1);
  return monthBounds(LAST_ZONE, before).to <= instant ? before : addMonths(before, -1);
}

async function proposeStep(tx: Session, first: string, last: string, now: Date): Promise<number> {
  await holdProposals(tx);
  const owed = await findUnproposed(tx, first, last, STEP);
  if (owed.length === 0) return 0;
  const restated = owed.filter(({ ledgerAsOf }) => ledgerAsOf !== null);
  const stated =
    restated.length === 0
      ? []
      : await readStated(
          tx,
          [...new Set(restated.map(({ customerId }) => customerId))],
          monthBounds(FIRST_ZONE, first).from,
          monthBounds(LAST_ZONE, last).to,
        );
  const records = owed.map((one): ServiceCreditRow => {
    const restatedBy = one.ledgerAsOf === null ? [] : restatedSince(one, one.ledgerAsOf.getTime(), stated);
    return {
      id: newId('scr'),
      version: 1,
      externalId: null,
      source: null,
      customerId: one.customerId,
      productId: one.productId,
      agreementId: one.agreementId,
      month: one.month,
      currency: one.currency,
      amount: new Decimal(one.owed).minus(one.proposedBefore ?? '0').toFixed(),
      owed: one.owed,
      uptime: one.uptime,
      creditPercent: one.creditPercent,
      ledgerAsOf: now,
      restatedBy,
      origin: 'LEDGER',
      status: 'PROPOSED',
      note: noteOf(one, restatedBy),
      proposedAt: now,
      proposedById: null,
      decidedAt: null,
      decidedById: null,
      decisionNote: null,
      issuedAt: null,
      issuedById: null,
      reference: null,
    };
  });
  await serviceCreditRecords.create(tx, { actorId: null }, records);
  return records.length;
}

/** The incidents of which something was stated, or taken back, for the product and month after an instant; in order. */
function restatedSince(
  { customerId, productId, month }: OwedCredit,
  since: number,
  stated: readonly StatedPiece[],
): string[] {
  const from = monthBounds(FIRST_ZONE, month).from;
  const to = monthBounds(LAST_ZONE, month).to;
  const ids = stated
    .filter((piece) => piece.customerId === customerId && piece.productId === productId)
    .filter((piece) => piece.from < to && (piece.to === null || piece.to > from))
    .filter((piece) => piece.recordedAt > since || (piece.supersededAt ?? 0) > since)
    .map(({ incidentId }) => incidentId);
  return [...new Set(ids)].sort();
}
