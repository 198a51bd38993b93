import ical, { ICalCalendarMethod, ICalEventStatus, ICalEventTransparency } from 'ical-generator';

/** How long a calendar client may wait before it asks again. */
const REFRESH_SECONDS = 900;
const NAMED_ASSETS = 20;

/** A change as the graph answers it. */
export interface CalendarChange {
  id: string;
  version: number;
  title: string | null;
  kind: string | null;
  status: string | null;
  expectedState: string | null;
  window: { from: string; to: string } | null;
  assets: { name: string | null }[] | null;
}

/**
 * The changes as a calendar of RFC 5545, an event each: its id for good, its version as SEQUENCE, so that a client
 * replaces what it has, and all times in UTC. One without a window has no place in a calendar.
 *
 * @param now when it is written
 */
export function writeCalendar(changes: readonly CalendarChange[], now: Date): string {
  const calendar = ical({
    name: 'Changes',
    prodId: { company: 'Plimsoll', product: 'Change calendar', language: 'EN' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: REFRESH_SECONDS,
  });
  for (const change of changes) {
    if (!change.window) continue;
    calendar.createEvent({
      id: `${change.id}@plimsoll`,
      sequence: change.version,
      stamp: now,
      start: new Date(change.window.from),
      end: new Date(change.window.to),
      summary: change.title ?? change.id,
      description: descriptionOf(change),
      status: statusOf(change.status),
      // Nobody's own time is taken by it.
      transparency: ICalEventTransparency.TRANSPARENT,
      categories: change.kind === null ? [] : [{ name: change.kind }],
    });
  }
  return calendar.toString();
}

/** What is given up stays in the calendar as such; what is not agreed on yet is tentative. */
function statusOf(status: string | null): ICalEventStatus {
  if (status === 'CANCELLED') return ICalEventStatus.CANCELLED;
  const agreed = ['APPROVED', 'SCHEDULED', 'IN_PROGRESS', 'COMPLETED'].includes(status ?? '');
  return agreed ? ICalEventStatus.CONFIRMED : ICalEventStatus.TENTATIVE;
}

function descriptionOf({ status, expectedState, assets }: CalendarChange): string {
  const names = (assets ?? []).flatMap(({ name }) => name ?? []);
  const more = names.length > NAMED_ASSETS ? [`and ${names.length - NAMED_ASSETS} more`] : [];
  return [
    `Status: ${status ?? 'unknown'}`,
    `Expected state meanwhile: ${expectedState ?? 'unknown'}`,
    ...(names.length > 0 ? [`Assets: ${[...names.slice(0, NAMED_ASSETS), ...more].join(', ')}`] : []),
  ].join('\n');
}
