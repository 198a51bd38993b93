import { addWorkingTime, type WorkingCalendar } from '@plimsoll/working-time';
import { lengthOf, type ResponseTarget } from '../agreement/index.js';

/** An entitlement in force under an agreement in force, with the calendar its response targets count on. */
export interface Candidate {
  entitlementId: string;
  agreementId: string;
  agreementName: string;
  /** Percent a month, a canonical decimal. */
  uptimeTarget: string;
  /** The agreement's first day, `YYYY-MM-DD`. */
  agreementFrom: string;
  targets: readonly ResponseTarget[];
  calendar: WorkingCalendar;
  /** The calendar as people read it. */
  hours: string;
}

/** What has a target in time. */
export type TargetName = 'FIRST_RESPONSE' | 'UPDATE' | 'RESOLUTION';

/** A candidate as it was weighed, with what decided. */
export interface Weighed {
  entitlementId: string;
  agreementId: string;
  chosen: boolean;
  because: string;
  /** Epoch milliseconds; null where it promises none, and for availability. */
  dueAt: number | null;
}

/** Which entitlement gives one promise, with all that were weighed, the best first. */
export interface Choice {
  entitlementId: string;
  agreementId: string;
  because: string;
  candidates: Weighed[];
}

/** Which entitlement gives one response target. */
export interface TargetChoice extends Choice {
  priority: string;
  target: TargetName;
  /** The promised length, ISO 8601. */
  within: string;
  /** Epoch milliseconds. */
  dueAt: number;
}

const TARGETS = [
  ['FIRST_RESPONSE', 'firstResponse', 'first response'],
  ['UPDATE', 'update', 'update'],
  ['RESOLUTION', 'resolution', 'resolution'],
] as const;

/**
 * Whose agreement rules availability: the whole agreement with the highest uptime target; ties go to the earliest
 * first day of the agreement, then the smallest id of the agreement, then of the entitlement. Null without any.
 */
export function chooseAvailability(candidates: readonly Candidate[]): Choice | null {
  const ranked = candidates.toSorted(byStrictness);
  const [best] = ranked;
  if (!best) return null;
  const because =
    ranked.length === 1
      ? `${best.agreementName} promises ${best.uptimeTarget} %, and nothing else is in force.`
      : `${best.agreementName} promises ${best.uptimeTarget} %, ${whyFirst(best, ranked)}.`;
  return {
    entitlementId: best.entitlementId,
    agreementId: best.agreementId,
    because,
    candidates: ranked.map((one) => ({
      entitlementId: one.entitlementId,
      agreementId: one.agreementId,
      chosen: one === best,
      because:
        one === best
          ? because
          : `${one.agreementName} promises ${one.uptimeTarget} %, ${whyAfter(one, best)}.`,
      dueAt: null,
    })),
  };
}

/**
 * For each priority and response target that somebody is promised, the entitlement with the earliest due instant
 * counted from `at` on its agreement's calendar; ties go as for availability. By priority and target.
 *
 * @param at epoch milliseconds
 */
export function chooseTargets(candidates: readonly Candidate[], at: number): TargetChoice[] {
  const ranked = candidates.toSorted(byStrictness);
  const priorities = new Set(ranked.flatMap(({ targets }) => targets.map(({ priority }) => priority)));
  return [...priorities].toSorted().flatMap((priority) =>
    TARGETS.flatMap(([target, property, words]) => {
      const promised = ranked.map((candidate) => {
        const within = candidate.targets.find((one) => one.priority === priority)?.[property] ?? null;
        const dueAt = within === null ? null : addWorkingTime(candidate.calendar, at, lengthOf(within));
        return { candidate, within, dueAt };
      });
      const [best] = promised.filter(({ dueAt }) => dueAt !== null).toSorted(byDue);
      if (best?.within == null || best.dueAt === null) return [];
      const { entitlementId, agreementId } = best.candidate;
      const because = `${best.candidate.agreementName} promises a ${words} for ${priority} ${lengthText(best.within, best.candidate)}, by ${instantText(best.dueAt)}${promised.length === 1 ? '' : ', before the others'}.`;
      const dueAt = best.dueAt;
      const weighed = promised.toSorted(byDue).map(({ candidate, within, dueAt: due }) => ({
        entitlementId: candidate.entitlementId,
        agreementId: candidate.agreementId,
        chosen: candidate === best.candidate,
        because:
          candidate === best.candidate
            ? because
            : whyLater(candidate, { words, priority, within, due }, { ...best, dueAt }),
        dueAt: due,
      }));
      return [
        {
          priority,
          target,
          within: best.within,
          dueAt,
          entitlementId,
          agreementId,
          because,
          candidates: weighed,
        },
      ];
    }),
  );
}

/** Strictest first. Targets are canonical decimals of at most 100, which numbers tell apart as texts do. */
function byStrictness(a: Candidate, b: Candidate): number {
  return (
    Number(b.uptimeTarget) - Number(a.uptimeTarget) ||
    byText(a.agreementFrom, b.agreementFrom) ||
    byText(a.agreementId, b.agreementId) ||
    byText(a.entitlementId, b.entitlementId)
  );
}

/** Those without a due instant last; stable, so that equal ones stay in the order of strictness. */
function byDue(a: { dueAt: number | null }, b: { dueAt: number | null }): number {
  if (a.dueAt === null || b.dueAt === null) return Number(a.dueAt === null) - Number(b.dueAt === null);
  return a.dueAt - b.dueAt;
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function whyFirst(best: Candidate, [, second]: readonly Candidate[]): string {
  if (!second || Number(second.uptimeTarget) < Number(best.uptimeTarget))
    return 'the highest target in force';
  return `as ${second.agreementName} does, and ${tieWords(second, best, 'comes first')}`;
}

function whyAfter(one: Candidate, best: Candidate): string {
  if (Number(one.uptimeTarget) < Number(best.uptimeTarget)) return `less than ${best.uptimeTarget} %`;
  return `the same, but ${tieWords(one, best, 'comes later')}`;
}

function tieWords(one: Candidate, best: Candidate, order: 'comes first' | 'comes later'): string {
  if (one.agreementFrom !== best.agreementFrom) {
    const [named, other] = order === 'comes first' ? [best, one] : [one, best];
    return `begins on ${named.agreementFrom}, ${order === 'comes first' ? 'before' : 'after'} ${other.agreementFrom}`;
  }
  return `its identifier ${order}`;
}

function whyLater(
  candidate: Candidate,
  {
    words,
    priority,
    within,
    due,
  }: { words: string; priority: string; within: string | null; due: number | null },
  best: { dueAt: number },
): string {
  const name = candidate.agreementName;
  if (within === null) return `${name} promises no ${words} for ${priority}.`;
  const length = `${name} promises a ${words} for ${priority} ${lengthText(within, candidate)}`;
  if (due === null) return `${length}, which never come.`;
  if (due > best.dueAt) return `${length}, by ${instantText(due)}, after ${instantText(best.dueAt)}.`;
  return `${length}, by the same instant, but comes after it in the order of availability.`;
}

const lengthText = (within: string, { hours }: Candidate) => `within ${within} of ${hours}`;
const instantText = (instant: number) => new Date(instant).toISOString();
