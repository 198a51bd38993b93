import {
  authorize,
  authorOf,
  checkText,
  emit,
  enqueue,
  type Author,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { customerRecords, type CustomerRecord } from '../customer/index.js';
import { checkMerge, checkTwo } from './customer-merge.rules.js';
import { findMergedInto, isBeingProvisioned, lockForMerge } from './customer-merge.store.js';
import type { MergeCustomersInput } from './customer-merge.types.js';
import { MOVES } from './merge-moves.service.js';

/** The job that looks once more for what was written for a duplicate while it was being merged. */
export const SETTLE_JOB = 'settle_customer_merge';

const SETTLE_AFTER_MS = 60_000;

/** What a merge made of two customers. */
export interface Merged {
  customer: CustomerRecord;
  duplicate: CustomerRecord;
  moved: { table: string; count: number }[];
}

/**
 * Merges a duplicate into the customer that is kept: whatever is the duplicate's becomes the other's, its CSI and its
 * identifier in other systems find the other one, and it remains, changing no more. Roles: admin, manager.
 *
 * @throws DomainError `NOT_FOUND`, and as `checkMerge`
 */
export async function mergeCustomers(context: RequestContext, input: MergeCustomersInput): Promise<Merged> {
  authorize(context, 'admin', 'manager');
  const { keep, duplicate } = input;
  const author = authorOf(context, checkText(input.reason, 'reason'));
  checkTwo(keep.id, duplicate.id);
  return context.session.transaction(async (tx) => {
    await lockForMerge(tx, [keep.id, duplicate.id]);
    const found = await customerRecords.findByIds(tx, [keep.id, duplicate.id]);
    const kept = found.get(keep.id) ?? (await customerRecords.require(tx, keep.id, ['keep', 'id']));
    const merging =
      found.get(duplicate.id) ?? (await customerRecords.require(tx, duplicate.id, ['duplicate', 'id']));
    checkMerge(kept, merging, {
      keep,
      duplicate,
      acrossPartners: input.acrossPartners,
      beingProvisioned: await isBeingProvisioned(tx, [keep.id, duplicate.id]),
    });
    const moved = await moveAll(tx, author, duplicate.id, keep.id, context.now);
    const earlier = await customerRecords.findByIds(tx, await findMergedInto(tx, duplicate.id));
    const [stored] = await customerRecords.updateAll(tx, author, [
      [merging, { ...merging, mergedInto: keep.id, accessUntil: null }],
      ...[...earlier.values()].map((one): [CustomerRecord, CustomerRecord] => [
        one,
        { ...one, mergedInto: keep.id },
      ]),
    ]);
    const done = stored ?? merging;
    const told = customerRecords.event(done, 'merged');
    await emit(tx, [{ ...told, data: { ...told.data, into: keep.id } }]);
    await enqueue(
      tx,
      SETTLE_JOB,
      { customerId: duplicate.id },
      { runAt: new Date(context.now.getTime() + SETTLE_AFTER_MS), jobKey: `${SETTLE_JOB}:${duplicate.id}` },
    );
    return { customer: kept, duplicate: done, moved };
  });
}

/** Gives whatever is of one customer to another; repeating it finds nothing. */
async function moveAll(
  tx: Session,
  author: Author,
  from: string,
  into: string,
  now: Date,
): Promise<Merged['moved']> {
  const moved: Merged['moved'] = [];
  for (const { table, move } of MOVES) {
    const count = await move(tx, author, from, into, now);
    if (count > 0) moved.push({ table, count });
  }
  return moved;
}

/** Gives what was written for a duplicate while it was being merged to the customer that is kept. */
export async function settleMerge(tx: Session, duplicateId: string, now: Date): Promise<void> {
  await lockForMerge(tx, [duplicateId]);
  const duplicate = (await customerRecords.findByIds(tx, [duplicateId])).get(duplicateId);
  if (duplicate?.mergedInto == null) return;
  const author = { actorId: null, reason: 'It was written while the customer was being merged.' };
  await moveAll(tx, author, duplicateId, duplicate.mergedInto, now);
}
