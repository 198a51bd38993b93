import { Records, type Session } from '@plimsoll/shared';
import { TrialPolicyEntity } from './trial-policy.entity.js';
import type { GrantingRole } from './trial-policy.rules.js';

/** How much one role may grant, as the rest of the service knows it. */
export type TrialPolicyRecord = TrialPolicyEntity;

/** What each role may grant, with its history and events. */
export const trialPolicyRecords = new Records<TrialPolicyRecord>({
  entity: TrialPolicyEntity,
  noun: 'trial policy',
  eventNoun: 'trial_policy',
  eventData: ({ role, trialDays, maxDaysPerExtension, maxExtensions, maxTotalDays }) => ({
    role,
    trialDays,
    maxDaysPerExtension,
    maxExtensions,
    maxTotalDays,
  }),
});

/** What each role may grant, the most generous first; one statement. */
export function findTrialPolicies(session: Session): Promise<TrialPolicyRecord[]> {
  return session.query<TrialPolicyRecord>(
    `select id, version, external_id as "externalId", source, role, trial_days as "trialDays",
            max_days_per_extension as "maxDaysPerExtension", max_extensions as "maxExtensions",
            max_total_days as "maxTotalDays"
       from trial_policy order by max_total_days desc, max_days_per_extension desc, role`,
  );
}

/** More time that was given to a trial. */
export interface TrialExtension {
  subscriptionId: string;
  grantedAt: Date;
  grantedBy: string | null;
  role: GrantingRole;
  days: number;
  until: string;
}

/** How often a trial has been extended: here, or before it was put on record here. One statement. */
export async function countExtensions(session: Session, subscriptionId: string): Promise<number> {
  const [row] = await session.query<{ count: number }>(
    `select greatest(
       (select count(*) from trial_extension where subscription_id = $1),
       (select count(*) from subscription_event where subscription_id = $1 and type = 'EXTENDED'))::int as count`,
    [subscriptionId],
  );
  return row?.count ?? 0;
}

/** Puts an extension on record. */
export async function storeExtension(tx: Session, extension: TrialExtension): Promise<void> {
  const { subscriptionId, grantedAt, grantedBy, role, days, until } = extension;
  await tx.query(
    `insert into trial_extension (subscription_id, number, granted_at, granted_by, role, days, until)
     select $1, count(*) + 1, $2, $3, $4, $5, $6 from trial_extension where subscription_id = $1`,
    [subscriptionId, grantedAt, grantedBy, role, days, until],
  );
}

/** Whether a customer has, or has had, a trial of this product. */
export async function hasTried(session: Session, customerId: string, productId: string): Promise<boolean> {
  const found = await session.query(
    `select 1 from subscription
      where customer_id = $1 and product_id = $2 and kind = 'TRIAL'
        and (activated_at is not null or ended_on is null or ended_on > started_on) limit 1`,
    [customerId, productId],
  );
  return found.length > 0;
}
