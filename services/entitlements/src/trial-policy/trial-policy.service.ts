import {
  authorize,
  authorOf,
  checkText,
  DomainError,
  type Principal,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { checkBound, requireGrantable, trialDaysFor } from './trial-policy.rules.js';
import {
  countExtensions,
  findTrialPolicies,
  hasTried,
  storeExtension,
  trialPolicyRecords,
  type TrialPolicyRecord,
} from './trial-policy.store.js';
import type { SetTrialExtensionPolicyInput } from './trial-policy.types.js';

/** Sets how much a role may grant from now on. Role: admin. */
export async function setTrialExtensionPolicy(
  context: RequestContext,
  input: SetTrialExtensionPolicyInput,
): Promise<TrialPolicyRecord> {
  authorize(context, 'admin');
  const author = authorOf(context, checkText(input.reason, 'reason'));
  const bounds = {
    trialDays: input.trialDays,
    maxDaysPerExtension: input.maxDaysPerExtension,
    maxExtensions: input.maxExtensions,
    maxTotalDays: input.maxTotalDays,
  };
  return context.session.transaction((tx) =>
    trialPolicyRecords.update(tx, author, input.id, input.expectedVersion, () =>
      Object.fromEntries(
        Object.entries(bounds)
          .filter(([, value]) => value != null)
          .map(([field, value]) => [field, checkBound(value as number, field)]),
      ),
    ),
  );
}

/**
 * Lets a trial be extended within what the caller may grant, and puts the extension on record.
 *
 * @param trial its first day and present end; the transaction holds its lock
 * @throws DomainError `TRIAL_POLICY` with the bound and who may grant more
 */
export async function grantExtension(
  tx: Session,
  principal: Principal,
  trial: { id: string; startedOn: string; endedOn: string | null },
  { until, today, now }: { until: string; today: string; now: Date },
): Promise<void> {
  const days = daysBetween(trial.endedOn ?? today, until);
  const role = requireGrantable(
    {
      days,
      extensionsBefore: await countExtensions(tx, trial.id),
      totalDays: daysBetween(trial.startedOn, until),
    },
    principal.roles,
    await findTrialPolicies(tx),
  );
  await storeExtension(tx, {
    subscriptionId: trial.id,
    grantedAt: now,
    grantedBy: principal.personId ?? principal.subject,
    role,
    days,
    until,
  });
}

/**
 * The days of a trial that is ordered. A reseller or a contact orders one trial of a product for a customer, once.
 *
 * @param asked days from the first to the last, null where nobody said
 * @throws DomainError `TRIAL_POLICY`, `TRIAL_USED`
 */
export async function grantTrial(
  tx: Session,
  principal: Principal,
  asked: number | null,
  { customerId, productId }: { customerId: string; productId: string },
): Promise<number> {
  const outside = principal.roles.every((role) => role === 'partner' || role === 'contact');
  if (outside && (await hasTried(tx, customerId, productId))) {
    throw new DomainError(
      'TRIAL_USED',
      'This product has been tried already. Extend the trial, order a paid subscription, or ask sales for another trial.',
      ['kind'],
    );
  }
  return trialDaysFor(asked, principal.roles, await findTrialPolicies(tx));
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}
