import type { BusEvent, Projection, Session } from '@plimsoll/shared';
import { refreshImplied } from '../implied-entitlement/index.js';
import { findPromised, lockSubscriptions, subscriptionRecords } from './subscription.store.js';

const PLATFORM = { actorId: null };
const BATCH = 1_000;

type Concerned = Parameters<typeof findPromised>[1];

/**
 * Follows this service's own events: where an agreement, a support level or a plan has changed, the entitlements that
 * subscriptions imply by it are brought in step. What has not changed stays as it is, however often an event comes.
 */
export function impliedEntitlementProjection(producer: string): Projection {
  const refresh = (concerned: (ids: string[]) => Concerned) => async (tx: Session, events: BusEvent[]) => {
    const ids = await findPromised(tx, concerned([...new Set(events.map(({ subject }) => subject))]));
    for (let at = 0; at < ids.length; at += BATCH) {
      const batch = ids.slice(at, at + BATCH);
      // Whoever changes a subscription meanwhile comes before or after, never between reading and writing.
      await lockSubscriptions(tx, batch);
      const subscriptions = await subscriptionRecords.findByIds(tx, batch);
      await refreshImplied(tx, PLATFORM, [...subscriptions.values()]);
    }
  };
  const byAgreement = refresh((agreementIds) => ({ agreementIds }));
  return {
    producer,
    handlers: {
      'plimsoll.agreement.created.v1': byAgreement,
      'plimsoll.agreement.updated.v1': byAgreement,
      'plimsoll.support_level.updated.v1': refresh((supportLevelIds) => ({ supportLevelIds })),
      'plimsoll.plan.updated.v1': refresh((planIds) => ({ planIds })),
    },
  };
}
