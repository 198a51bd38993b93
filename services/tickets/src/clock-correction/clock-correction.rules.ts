import { invalid } from '@plimsoll/shared';

/** An event of a ticket as far as its instant can be corrected. */
export interface CorrectableEvent {
  sequence: number;
  type: string;
  /** As it happened by all corrections so far. */
  at: Date;
}

/** What the platform notices itself, and what belongs to the opening, is not corrected by hand. */
const FIXED = /^(OPENED|CORRECTED|PAUSE_RECORDED|SLA_.*)$/;

/**
 * Checks the corrected instant of an event: what happened before it stays before it, and what happened after it, after.
 *
 * @param events those of the ticket, in order of sequence
 * @returns the event
 * @throws DomainError `INVALID` naming the field at fault
 */
export function checkCorrection<Event extends CorrectableEvent>(
  events: readonly Event[],
  given: { sequence: number; at: Date },
  { openedAt, now }: { openedAt: Date; now: Date },
): Event {
  const place = events.findIndex(({ sequence }) => sequence === given.sequence);
  const event = events[place];
  if (!event) throw invalid(`The ticket has no event ${given.sequence}.`, ['sequence']);
  if (FIXED.test(event.type)) {
    throw invalid(`The instant of an event ${event.type} follows from others.`, ['sequence']);
  }
  const isOfLog = ({ type }: CorrectableEvent) => !FIXED.test(type);
  const earliest = events.slice(0, place).findLast(isOfLog)?.at ?? openedAt;
  const latest = events.slice(place + 1).find(isOfLog)?.at ?? now;
  if (given.at < earliest || given.at > latest) {
    throw invalid(
      `Event ${event.sequence} happened between ${earliest.toISOString()} and ${latest.toISOString()}.`,
      ['at'],
    );
  }
  if (given.at.getTime() === event.at.getTime()) {
    throw invalid(`Event ${event.sequence} is on record as of this instant already.`, ['at']);
  }
  return event;
}

/** Checks a pause that is told afterwards. @throws DomainError `INVALID` naming the field at fault */
export function checkPause(
  { from, to }: { from: Date; to: Date },
  { openedAt, now }: { openedAt: Date; now: Date },
): void {
  if (from < openedAt) throw invalid(`The ticket was opened at ${openedAt.toISOString()}.`, ['from']);
  if (to <= from) throw invalid('A pause ends after it begins.', ['to']);
  if (to > now) throw invalid('Only what is over can be told afterwards.', ['to']);
}
