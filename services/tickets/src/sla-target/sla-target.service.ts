import type { Session } from '@plimsoll/shared';
import { workingCalendarOf } from '@plimsoll/working-time';
import { currentCalendars, type CurrentCalendar } from '../entitlement-copy/index.js';
import { chooseTargets } from './sla-target.rules.js';
import {
  findQuestions,
  holdCopies,
  keepTargets,
  type FreezingQuestion,
  type SlaTargetRow,
} from './sla-target.store.js';

/**
 * Freezes what is promised for these tickets, by the entitlements that held when they were opened (for each response
 * target and priority the one that is due first): of those without targets, and of those whose targets wait or are
 * outdated. What entitlements refers to but has not told of yet is awaited, and never guessed. In the caller's
 * transaction, which holds the tickets, where all is seen. Four statements however many.
 *
 * @param now by when what is copied is known
 */
export async function freezeTargets(tx: Session, ticketIds: readonly string[], now: Date): Promise<void> {
  if (ticketIds.length === 0) return;
  await holdCopies(tx);
  const questions = await findQuestions(tx, ticketIds);
  const calendarIds = questions.flatMap(({ holding }) =>
    holding.flatMap(({ agreement }) => agreement?.calendarId ?? []),
  );
  const calendars = await currentCalendars(tx, calendarIds);
  await keepTargets(
    tx,
    questions.map((question) => answered(question, calendars, now)),
  );
}

function answered(
  { ticketId, revision, at, customerId, isKnown, knownBy, holding }: FreezingQuestion,
  calendars: ReadonlyMap<string, CurrentCalendar>,
  now: Date,
): SlaTargetRow {
  const awaits = new Set<string>(isKnown ? [] : [customerId]);
  const candidates = holding.flatMap(({ entitlementId, agreementId, agreement }) => {
    if (agreement === null) awaits.add(agreementId);
    if (!agreement?.holds) return [];
    const { calendarId, uptimeTarget, validFrom, targets } = agreement;
    const calendar = calendarId === null ? workingCalendarOf(null) : calendars.get(calendarId)?.calendar;
    if (calendarId !== null && !calendar) awaits.add(calendarId);
    if (!calendar) return [];
    return [
      {
        entitlementId,
        agreementId,
        uptimeTarget,
        agreementFrom: validFrom,
        calendarId,
        calendar,
        promises: targets,
      },
    ];
  });
  const isComplete = awaits.size === 0;
  return {
    ticketId,
    revision,
    at,
    frozenAt: knownBy ?? now,
    state: !isComplete ? 'AWAITING' : holding.length === 0 ? 'NONE' : 'FROZEN',
    awaits: [...awaits],
    targets: isComplete ? chooseTargets(candidates, at.getTime()) : [],
  };
}
