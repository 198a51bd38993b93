import type { Author, KeptRecord, Records, Session } from '@plimsoll/shared';
import { contactRecords } from '../contact/index.js';
import { customerReviewRecords } from '../customer-review/index.js';
import { deploymentRecords } from '../deployment/index.js';
import { entitlementRecords } from '../entitlement/index.js';
import { opportunityRecords } from '../opportunity/index.js';
import { orderRecords } from '../order/index.js';
import { provisioningRequests } from '../provisioning-request/index.js';
import { subscriptionRecords } from '../subscription/index.js';
import { tenantRecords } from '../tenant/index.js';
import { dropSharedUsage, giveRows, lockRowsOf } from './customer-merge.store.js';

/** What becomes of a customer's rows of one table when it is merged into another. */
interface Move {
  table: string;
  /** Gives them to the other one; answers how many. */
  move: (tx: Session, author: Author, from: string, into: string, now: Date) => Promise<number>;
}

type Owned = KeptRecord & { customerId: string };

const AT_ONCE = 1_000;

/** Records that are given to the other customer, each with its history and its event. */
function records<R extends Owned>(
  table: string,
  kept: Records<R>,
  clashing: (mine: R, theirs: readonly R[], now: Date) => Partial<R> = () => ({}),
): Move {
  return {
    table,
    move: async (tx, author, from, into, now) => {
      const ids = await lockRowsOf(tx, table, from);
      const theirs = ids.length === 0 ? [] : await allOf(tx, kept, await lockRowsOf(tx, table, into));
      for (let at = 0; at < ids.length; at += AT_ONCE) {
        const mine = await allOf(tx, kept, ids.slice(at, at + AT_ONCE));
        await kept.updateAll(
          tx,
          author,
          mine.map((record) => [record, { ...record, ...clashing(record, theirs, now), customerId: into }]),
        );
      }
      return ids.length;
    },
  };
}

async function allOf<R extends Owned>(tx: Session, kept: Records<R>, ids: readonly string[]): Promise<R[]> {
  return [...(await kept.findByIds(tx, ids)).values()];
}

/** Rows that have no history of their own. */
function rows(table: string, before?: (tx: Session, from: string, into: string) => Promise<void>): Move {
  return {
    table,
    move: async (tx, _author, from, into) => {
      await before?.(tx, from, into);
      return giveRows(tx, table, from, into);
    },
  };
}

const MERGED = 'The customer was merged into another one.';

/** The tables whose rows go to the other customer, those before others that refer to them. */
export const MOVES: readonly Move[] = [
  records('contact', contactRecords),
  records('subscription', subscriptionRecords),
  records('entitlement', entitlementRecords),
  records('customer_order', orderRecords),
  records('provisioning_request', provisioningRequests),
  records('tenant', tenantRecords),
  // A customer has one onboarding at a time: that of the customer which is kept goes on.
  records('deployment', deploymentRecords, (mine, theirs) =>
    mine.status === 'IN_PROGRESS' && theirs.some(({ status }) => status === 'IN_PROGRESS')
      ? { status: 'CANCELLED' as const, closingReason: MERGED }
      : {},
  ),
  records('customer_review', customerReviewRecords),
  // One moment is one opportunity.
  records('opportunity', opportunityRecords, (mine, theirs, now) =>
    mine.closedAt === null &&
    mine.originId !== null &&
    theirs.some(
      ({ closedAt, kind, origin, originId }) =>
        closedAt === null && kind === mine.kind && origin === mine.origin && originId === mine.originId,
    )
      ? { stage: 'LOST' as const, closedAt: now, closingReason: MERGED }
      : {},
  ),
  rows('csi_alias'),
  rows('renewal_reminder'),
  rows('usage_record', dropSharedUsage),
  rows('case_use'),
  rows('chargeable_case'),
];

/** The tables whose rows stay with the duplicate, and why. */
export const STAYING: Readonly<Record<string, string>> = {
  customer: 'merged_into names the customer that is kept; it is set by the merge itself',
  customer_settings: 'what the customer that is kept has set goes on to hold',
  customer_termination: 'none stands, and those that were withdrawn are of the duplicate',
  branding: 'the customer that is kept is shown as before',
  case_standing: 'it says what was last told of the duplicate, and is told anew of the other one',
};
