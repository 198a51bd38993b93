import { DomainError, invalid } from '@plimsoll/shared';
import { DateTime } from 'luxon';
import type { OrderActionName, OrderChannelName } from '../order/index.js';
import type { SubscriptionKindName } from '../subscription/index.js';

/** The most lines of one order. */
const MOST_LINES = 50;

/** The most units of one subscription. */
const MOST_UNITS = 1_000_000;

/** How far ahead a line may take effect, and a planned end may lie after it, in years. */
const YEARS_AHEAD = 5;
const LONGEST_YEARS = 10;

/** Kinds that cost nothing, whatever a price list says. */
const FREE_KINDS: readonly SubscriptionKindName[] = ['FREE', 'TRIAL', 'DEMO'];

/** Kinds that those outside the company may order; staff may order all. */
const KINDS_OUTSIDE: Record<'PARTNER' | 'CONTACT', readonly SubscriptionKindName[]> = {
  PARTNER: ['STANDARD', 'TRIAL', 'FREE', 'DEMO', 'TRAINING', 'PARTNER'],
  CONTACT: ['STANDARD', 'TRIAL'],
};

/** A line as it was asked for, as far as its shape is concerned. */
export interface AskedLine {
  action: OrderActionName;
  planId?: string | null;
  subscriptionId?: string | null;
  kind?: SubscriptionKindName | null;
  quantity?: number | null;
  region?: string | null;
  vertical?: string | null;
  branding?: object | null;
  effectiveOn?: string | null;
  endsOn?: string | null;
  term?: string | null;
  autoRenew?: boolean | null;
  monthlyPrice?: { amount: string; currency: string } | null;
  reason?: string | null;
}

/** Where a line stands in the input. */
export function linePath(index: number, ...rest: readonly string[]): string[] {
  return ['lines', String(index), ...rest];
}

/** What each action may say beside itself, a price and a reason. */
const FIELDS: Record<OrderActionName, readonly (keyof AskedLine)[]> = {
  NEW: [
    'planId',
    'kind',
    'quantity',
    'region',
    'vertical',
    'branding',
    'effectiveOn',
    'endsOn',
    'term',
    'autoRenew',
    'monthlyPrice',
  ],
  ADD_ON: ['subscriptionId', 'quantity', 'effectiveOn', 'monthlyPrice'],
  CHANGE: ['subscriptionId', 'planId', 'quantity', 'effectiveOn', 'monthlyPrice'],
  RENEW: ['subscriptionId', 'planId', 'quantity', 'effectiveOn', 'monthlyPrice'],
  TERMINATE: ['subscriptionId', 'effectiveOn'],
};

/**
 * Lets the lines of an order pass that have the shape of their action and do not contradict each other.
 *
 * @throws DomainError `INVALID` naming the line and the field
 */
export function checkLines(lines: readonly AskedLine[]): void {
  if (lines.length < 1 || lines.length > MOST_LINES) {
    throw invalid(`An order has 1 to ${MOST_LINES} lines, not ${lines.length}.`, ['lines']);
  }
  const taken = new Map<string, number>();
  for (const [index, line] of lines.entries()) {
    for (const field of Object.keys(line) as (keyof AskedLine)[]) {
      if (line[field] == null || ['action', 'reason', ...FIELDS[line.action]].includes(field)) continue;
      throw invalid(`A ${line.action} line has no \`${field}\`.`, linePath(index, field));
    }
    const needed: keyof AskedLine = line.action === 'NEW' ? 'planId' : 'subscriptionId';
    if (line[needed] == null) {
      throw invalid(`A ${line.action} line needs \`${needed}\`.`, linePath(index, needed));
    }
    if (line.action === 'ADD_ON' && line.quantity == null) {
      throw invalid(
        'An ADD_ON line says in `quantity` how many units are added.',
        linePath(index, 'quantity'),
      );
    }
    if (line.quantity != null) checkUnits(line.quantity, linePath(index, 'quantity'));
    if (line.subscriptionId == null) continue;
    const other = taken.get(line.subscriptionId);
    if (other !== undefined) {
      throw invalid(
        `Line ${other + 1} is about this subscription already; an order says one thing of each.`,
        linePath(index, 'subscriptionId'),
      );
    }
    taken.set(line.subscriptionId, index);
  }
}

/**
 * A whole number of units, 1…{@link MOST_UNITS}.
 *
 * @throws DomainError `INVALID`
 */
export function checkUnits(units: number, path: readonly string[]): number {
  if (!Number.isInteger(units) || units < 1 || units > MOST_UNITS) {
    throw invalid(`\`quantity\` is ${units}; it is from 1 to ${MOST_UNITS}.`, path);
  }
  return units;
}

/**
 * The day on which a line takes effect.
 *
 * @throws DomainError `INVALID` before `earliest`, or more than five years after today
 */
export function checkEffectiveOn(
  day: string,
  today: string,
  earliest: string,
  path: readonly string[],
): string {
  const latest = DateTime.fromISO(today, { zone: 'utc' }).plus({ years: YEARS_AHEAD }).toFormat('yyyy-MM-dd');
  if (day < earliest || day > latest) {
    throw invalid(`\`effectiveOn\` is ${day}; it is from ${earliest} to ${latest}.`, path);
  }
  return day;
}

/**
 * The planned first day out of a new subscription.
 *
 * @throws DomainError `INVALID` where it is not after the first day, or ten years after it
 */
export function checkEndsOn(endsOn: string, startedOn: string, path: readonly string[]): string {
  const latest = DateTime.fromISO(startedOn, { zone: 'utc' })
    .plus({ years: LONGEST_YEARS })
    .toFormat('yyyy-MM-dd');
  if (endsOn <= startedOn || endsOn > latest) {
    throw invalid(`\`endsOn\` is ${endsOn}; it is after ${startedOn} and at the latest ${latest}.`, path);
  }
  return endsOn;
}

/** Whether a kind costs nothing. */
export function isFree(kind: SubscriptionKindName): boolean {
  return FREE_KINDS.includes(kind);
}

/**
 * Refuses kinds that somebody outside the company may not order.
 *
 * @throws DomainError `INVALID`
 */
export function checkKind(
  kind: SubscriptionKindName,
  channel: OrderChannelName,
  path: readonly string[],
): void {
  if (channel === 'STAFF' || channel === 'PLATFORM' || KINDS_OUTSIDE[channel].includes(kind)) return;
  throw invalid(
    `\`kind\` is ${kind}; you may order ${KINDS_OUTSIDE[channel].join(', ')}, anything else through your account manager.`,
    path,
  );
}

/** The tier that decides about approvals: the highest of the plans that are begun or changed, at least 1. */
export function tierOf(lines: readonly { action: OrderActionName; tier: number | null }[]): 1 | 2 | 3 {
  const tiers = lines
    .filter(({ action }) => action !== 'RENEW' && action !== 'TERMINATE')
    .map(({ tier }) => tier ?? 1);
  const highest = Math.max(1, ...tiers);
  return highest >= 3 ? 3 : highest === 2 ? 2 : 1;
}

/** An error of a line under its place in the input, with the line's own names of fields. */
export function inLine(error: unknown, index: number, names: Readonly<Record<string, string>>): unknown {
  if (!(error instanceof DomainError) || error.inputPath[0] === 'lines') return error;
  const [field, ...rest] = error.inputPath;
  const own = field === undefined ? [] : [names[field] ?? field, ...rest];
  return new DomainError(error.code, error.message, linePath(index, ...own));
}
