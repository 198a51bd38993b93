import { addWorkingTime, type WorkingCalendar } from '@plimsoll/working-time';

/** What a response target of an agreement counts. */
export enum SlaTarget {
  FIRST_RESPONSE = 'FIRST_RESPONSE',
  UPDATE = 'UPDATE',
  RESOLUTION = 'RESOLUTION',
}

/** One response target as it was promised for a ticket of one priority, by whom, and on which calendar it counts. */
export interface FrozenTarget {
  priority: string;
  target: SlaTarget;
  /** Milliseconds of the calendar. */
  ms: number;
  /** Null is around the clock. */
  calendarId: string | null;
  agreementId: string;
  entitlementId: string;
}

/** An entitlement that held at an instant, under an agreement that was in force then. Times are milliseconds. */
export interface HoldingEntitlement {
  entitlementId: string;
  agreementId: string;
  /** Percent a month. */
  uptimeTarget: number;
  /** The agreement's first day, `YYYY-MM-DD`. */
  agreementFrom: string;
  calendarId: string | null;
  calendar: WorkingCalendar;
  promises: readonly {
    priority: string;
    firstResponse: number | null;
    update: number | null;
    resolution: number | null;
  }[];
}

const PROMISED = [
  [SlaTarget.FIRST_RESPONSE, 'firstResponse'],
  [SlaTarget.UPDATE, 'update'],
  [SlaTarget.RESOLUTION, 'resolution'],
] as const;

/**
 * Whose promise holds for each priority and response target that anybody promises: the one with the earliest due
 * instant, counted from `at` on its agreement's calendar; ties go to the highest uptime target, then the earliest first
 * day of the agreement, then the smallest id of the agreement, then of the entitlement. A promise whose calendar never
 * works that long is none. By priority and target.
 *
 * @param at epoch milliseconds
 */
export function chooseTargets(holding: readonly HoldingEntitlement[], at: number): FrozenTarget[] {
  const ranked = holding.toSorted(byStrictness);
  const priorities = [...new Set(ranked.flatMap(({ promises }) => promises.map(({ priority }) => priority)))];
  return priorities.toSorted().flatMap((priority) =>
    PROMISED.flatMap(([target, property]) => {
      let best: { target: FrozenTarget; dueAt: number } | null = null;
      for (const one of ranked) {
        const ms = one.promises.find((promise) => promise.priority === priority)?.[property] ?? null;
        const dueAt = ms === null ? null : addWorkingTime(one.calendar, at, ms);
        if (ms === null || dueAt === null || (best !== null && best.dueAt <= dueAt)) continue;
        const { calendarId, agreementId, entitlementId } = one;
        best = { target: { priority, target, ms, calendarId, agreementId, entitlementId }, dueAt };
      }
      return best === null ? [] : [best.target];
    }),
  );
}

function byStrictness(a: HoldingEntitlement, b: HoldingEntitlement): number {
  return (
    b.uptimeTarget - a.uptimeTarget ||
    byText(a.agreementFrom, b.agreementFrom) ||
    byText(a.agreementId, b.agreementId) ||
    byText(a.entitlementId, b.entitlementId)
  );
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
