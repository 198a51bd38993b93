import { Decimal } from 'decimal.js';

/** What a request is for. */
export const REQUEST_KINDS = ['FULFIL_ORDER', 'MOVE'] as const;

/** One of {@link REQUEST_KINDS}. */
export type RequestKind = (typeof REQUEST_KINDS)[number];

/** Where a request stands. */
export const REQUEST_STATUSES = [
  'AWAITING_APPROVAL',
  'QUEUED',
  'RUNNING',
  'WAITING_FOR_CAPACITY',
  'COMPENSATING',
  'SUCCEEDED',
  'FAILED',
  'REJECTED',
  'CANCELLED',
] as const;

/** One of {@link REQUEST_STATUSES}. */
export type RequestStatus = (typeof REQUEST_STATUSES)[number];

/** The statuses of requests that a runner should be moving. */
export const MOVING: readonly RequestStatus[] = ['QUEUED', 'RUNNING', 'COMPENSATING'];

/** The statuses in which a request can still be given up. */
export const CANCELLABLE: readonly RequestStatus[] = [
  'AWAITING_APPROVAL',
  'QUEUED',
  'RUNNING',
  'WAITING_FOR_CAPACITY',
];

/** The steps by which requests are fulfilled. */
export const STEP_NAMES = [
  'CHOOSE_POD',
  'RESERVE_CAPACITY',
  'CREATE_TENANT',
  'APPLY_BRANDING',
  'ACTIVATE_CONTACTS',
  'ACTIVATE_SUBSCRIPTION',
  'RESIZE_TENANT',
  'CHANGE_SUBSCRIPTION',
  'RENEW_SUBSCRIPTION',
  'CANCEL_SUBSCRIPTION',
  'MOVE_TENANT',
  'SWITCH_POD',
  'RELEASE_CAPACITY',
  'NOTIFY',
] as const;

/** One of {@link STEP_NAMES}. */
export type StepName = (typeof STEP_NAMES)[number];

/** Where a step stands. */
export const STEP_STATUSES = ['PENDING', 'RUNNING', 'DONE', 'FAILED', 'COMPENSATED', 'SKIPPED'] as const;

/** One of {@link STEP_STATUSES}. */
export type StepStatus = (typeof STEP_STATUSES)[number];

/** What an order asks for in one line, as far as provisioning is concerned. */
export interface ProvisioningLine {
  /** The line's number in its order, from 1. */
  number: number;
  action: 'NEW' | 'ADD_ON' | 'RENEW' | 'CHANGE' | 'TERMINATE';
  subscriptionId: string;
  /** The kind of subscription, for seats. */
  kind: string;
  /** Where it is to run; null: anywhere. */
  region: string | null;
  /** The industry whose pods it may use; null: none in particular. */
  vertical: string | null;
  /** How its tenant looks; null: as the customer's branding says. */
  branding: object | null;
  /** What the step that changes the subscription is told, as the order put it. */
  payload: Record<string, unknown>;
}

/** A step as planned. */
export interface PlannedStep {
  name: StepName;
  /** The line it belongs to; null: the request as a whole. */
  line: number | null;
}

const AFTER_SEATS: Record<ProvisioningLine['action'], readonly StepName[]> = {
  NEW: ['CREATE_TENANT', 'APPLY_BRANDING', 'ACTIVATE_CONTACTS', 'ACTIVATE_SUBSCRIPTION'],
  ADD_ON: ['RESIZE_TENANT', 'CHANGE_SUBSCRIPTION'],
  CHANGE: ['RESIZE_TENANT', 'CHANGE_SUBSCRIPTION'],
  RENEW: ['RENEW_SUBSCRIPTION'],
  TERMINATE: ['CANCEL_SUBSCRIPTION'],
};

/**
 * The steps that fulfil an order, in order: first the seats of all new subscriptions, so that an order either has
 * all of them or waits before anything outside is touched; then line by line; at last the one notice.
 */
export function stepsOfOrder(lines: readonly Pick<ProvisioningLine, 'number' | 'action'>[]): PlannedStep[] {
  const seats = lines
    .filter(({ action }) => action === 'NEW')
    .flatMap(({ number }): PlannedStep[] => [
      { name: 'CHOOSE_POD', line: number },
      { name: 'RESERVE_CAPACITY', line: number },
    ]);
  const others = lines.flatMap(({ number, action }) =>
    AFTER_SEATS[action].map((name): PlannedStep => ({ name, line: number })),
  );
  return [...seats, ...others, { name: 'NOTIFY', line: null }];
}

/** The steps that move a tenant to another pod. */
export function stepsOfMove(): PlannedStep[] {
  const names: StepName[] = [
    'CHOOSE_POD',
    'RESERVE_CAPACITY',
    'MOVE_TENANT',
    'SWITCH_POD',
    'RELEASE_CAPACITY',
    'NOTIFY',
  ];
  return names.map((name) => ({ name, line: name === 'NOTIFY' ? null : 1 }));
}

/** How much of a request is done, 0 to 1: its steps that are, of those that are not left out. */
export function progressOf(steps: readonly { status: StepStatus }[]): number {
  const counted = steps.filter(({ status }) => status !== 'SKIPPED');
  if (counted.length === 0) return 0;
  return counted.filter(({ status }) => status === 'DONE').length / counted.length;
}

/** How often a step is tried, and how long it rests in between. */
export interface RetryPolicy {
  /** Failures after which a step is given up. */
  attempts: number;
  /** The pause after the first failure, in milliseconds; it doubles with each further one. */
  baseMs: number;
  /** The longest pause, in milliseconds. */
  longestMs: number;
}

/**
 * The pause before the next try, in milliseconds: exponential back-off with full jitter (M. Brooker, "Exponential
 * Backoff and Jitter", 2015), but at least half of the span, so that no failure is followed at once by another.
 *
 * @param failures how often it has failed so far, 1 or more
 * @param random in [0, 1)
 */
export function backOffMs(failures: number, policy: RetryPolicy, random: number): number {
  const span = Math.min(policy.longestMs, policy.baseMs * 2 ** (Math.min(failures, 32) - 1));
  return Math.round(span / 2 + (span / 2) * random);
}

/**
 * How many different people must agree: none below tier 3; else the most that any rule demands whose tier is the
 * request's and whose amount the monthly total reaches, in the rule's currency or, where it names none, in any.
 */
export function approvalsOwed(
  tier: number,
  totals: readonly { amount: string; currency: string }[],
  rules: readonly { tier: number; monthlyTotalFrom: string; currency: string | null; approvals: number }[],
): number {
  const owed = rules
    .filter((rule) => rule.tier === tier)
    .filter(
      ({ monthlyTotalFrom, currency }) =>
        new Decimal(monthlyTotalFrom).isZero() ||
        totals.some(
          (total) =>
            (currency === null || currency === total.currency) &&
            new Decimal(total.amount).gte(monthlyTotalFrom),
        ),
    )
    .map(({ approvals }) => approvals);
  return Math.max(0, ...owed);
}
