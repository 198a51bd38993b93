import { DomainError, invalid, type Role } from '@plimsoll/shared';

/** Who may grant trials and more time for them. */
export const GRANTING_ROLES = ['admin', 'manager', 'operator', 'agent', 'partner', 'contact'] as const;

/** One of {@link GRANTING_ROLES}. */
export type GrantingRole = (typeof GRANTING_ROLES)[number];

/** How much one role may grant; whole numbers, 0: nothing. */
export interface TrialBounds {
  role: GrantingRole;
  /** Days of a new trial, at most. */
  trialDays: number;
  /** Days by which one extension moves the end, at most. */
  maxDaysPerExtension: number;
  /** How many extensions a trial has with this one, at most, whoever granted the others. */
  maxExtensions: number;
  /** Days of the whole trial from its first day to its new end, at most. */
  maxTotalDays: number;
}

/** What an extension asks for. */
export interface AskedExtension {
  /** Days by which it moves the end. */
  days: number;
  /** How many extensions the trial has had. */
  extensionsBefore: number;
  /** Days of the whole trial afterwards. */
  totalDays: number;
}

/** The most days, extensions or days in all that can be set. */
const LARGEST_BOUND = 3_650;

/** How long a trial is where nobody said, in days, within what the role may grant. */
const USUAL_TRIAL_DAYS = 30;

/**
 * Lets an extension pass that one of the caller's roles may grant, and says which; the refusal says the bound that is
 * widest among the caller's roles, and who may grant more.
 *
 * @throws DomainError `TRIAL_POLICY`
 */
export function requireGrantable(
  asked: AskedExtension,
  roles: readonly Role[],
  bounds: readonly TrialBounds[],
): GrantingRole {
  const own = bounds.filter(({ role }) => roles.includes(role));
  const granting = own.find((bound) => objection(asked, bound) === null);
  if (granting) return granting.role;
  const widest = own.toSorted((a, b) => b.maxTotalDays - a.maxTotalDays)[0];
  const why = widest ? objection(asked, widest) : 'You may not extend trials.';
  const others = bounds.filter((bound) => objection(asked, bound) === null).map(({ role }) => role);
  const who =
    others.length === 0
      ? 'Nobody may grant this; an admin may change the policy.'
      : `This may be granted by: ${others.join(', ')}.`;
  throw new DomainError('TRIAL_POLICY', `${why} ${who}`, ['until']);
}

function objection(asked: AskedExtension, bound: TrialBounds): string | null {
  const { role, maxDaysPerExtension, maxExtensions, maxTotalDays } = bound;
  if (asked.days > maxDaysPerExtension) {
    return `With the role ${role} a trial is extended by at most ${maxDaysPerExtension} days at a time, not by ${asked.days}.`;
  }
  if (asked.extensionsBefore >= maxExtensions) {
    return `With the role ${role} a trial is extended at most ${maxExtensions} times; this one has been extended ${asked.extensionsBefore} times.`;
  }
  if (asked.totalDays > maxTotalDays) {
    return `With the role ${role} a trial lasts at most ${maxTotalDays} days in all, not ${asked.totalDays}.`;
  }
  return null;
}

/**
 * The days of a new trial: what is asked for, else {@link USUAL_TRIAL_DAYS}, within what the caller's roles may grant.
 *
 * @param asked null: nobody said
 * @throws DomainError `TRIAL_POLICY`
 */
export function trialDaysFor(
  asked: number | null,
  roles: readonly Role[],
  bounds: readonly TrialBounds[],
): number {
  const own = bounds.filter(({ role }) => roles.includes(role)).map(({ trialDays }) => trialDays);
  const most = Math.max(0, ...own);
  const days = asked ?? Math.min(USUAL_TRIAL_DAYS, most);
  if (days >= 1 && days <= most) return days;
  const others = bounds.filter(({ trialDays }) => trialDays >= days && days >= 1).map(({ role }) => role);
  const who = others.length === 0 ? '' : ` This may be granted by: ${others.join(', ')}.`;
  throw new DomainError('TRIAL_POLICY', `You may grant a trial of 1 to ${most} days, not ${days}.${who}`, [
    'endsOn',
  ]);
}

/**
 * A bound that can be set.
 *
 * @throws DomainError `INVALID` outside 0…{@link LARGEST_BOUND}
 */
export function checkBound(value: number, field: string): number {
  if (!Number.isInteger(value) || value < 0 || value > LARGEST_BOUND) {
    throw invalid(`\`${field}\` is ${value}; it is from 0 to ${LARGEST_BOUND}.`, [field]);
  }
  return value;
}
