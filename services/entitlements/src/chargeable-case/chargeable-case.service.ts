import { newId, type Author, type Session } from '@plimsoll/shared';
import {
  chargeableCaseRecords,
  lockByTickets,
  type ChargeableCaseRecord,
  type Charge,
} from './chargeable-case.store.js';

/**
 * Brings what is to be charged for these tickets in step: exactly the charges given; others on record are withdrawn.
 * Repeating it changes nothing.
 */
export async function restateCharges(
  tx: Session,
  author: Author,
  ticketIds: readonly string[],
  charges: readonly Charge[],
): Promise<void> {
  const recorded = await lockByTickets(tx, ticketIds);
  const owed = new Map(charges.map((charge) => [charge.ticketId, charge]));
  const created: ChargeableCaseRecord[] = [];
  const changed: [ChargeableCaseRecord, ChargeableCaseRecord][] = [];
  for (const charge of owed.values()) {
    const before = recorded.get(charge.ticketId);
    if (!before) {
      const kept = { id: newId('chc'), version: 1, externalId: null, source: null };
      created.push({ ...kept, ...charge, withdrawn: false });
    } else if (differs(before, charge)) changed.push([before, { ...before, ...charge, withdrawn: false }]);
  }
  for (const before of recorded.values()) {
    if (!owed.has(before.ticketId) && !before.withdrawn)
      changed.push([before, { ...before, withdrawn: true }]);
  }
  await chargeableCaseRecords.create(tx, author, created);
  await chargeableCaseRecords.updateAll(tx, author, changed);
}

function differs(before: ChargeableCaseRecord, charge: Charge): boolean {
  return (
    before.withdrawn ||
    before.customerId !== charge.customerId ||
    before.entitlementId !== charge.entitlementId ||
    before.closedAt.getTime() !== charge.closedAt.getTime() ||
    before.number !== charge.number ||
    before.allowed !== charge.allowed
  );
}
