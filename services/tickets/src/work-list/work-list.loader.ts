import {
  checkPageSize,
  decodeCursor,
  encodeCursor,
  type Page,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { openEscalationsTo } from '../escalation/index.js';
import { findLedBy, nextUpdateAt } from '../major-incident/index.js';
import { findOwedBy, postmortemDueAt } from '../postmortem/index.js';
import type { TicketRecord } from '../ticket/index.js';
import {
  approvalsOf,
  workListOf,
  workOfApprovals,
  workOfEscalation,
  workOfLeading,
  workOfPostmortem,
  workOfTicket,
  type OwedWork,
  type WorkListEntry,
} from './work-list.rules.js';
import { findAssignedWork, findOpenTickets, findWork } from './work-list.store.js';

/** Finds what a person has to do for some of the reasons. */
type WorkSource = (session: Session, personId: string, now: Date) => Promise<OwedWork[]>;

const assignedWork: WorkSource = async (session, personId, now) =>
  (await findAssignedWork(session, personId)).flatMap((ticket) => workOfTicket(ticket, now));

const escalatedWork: WorkSource = async (session, personId, now) => {
  const raisedAt = new Map<string, Date>();
  for (const escalation of await openEscalationsTo(session, [personId])) {
    // The earliest comes first.
    if (!raisedAt.has(escalation.ticketId)) raisedAt.set(escalation.ticketId, escalation.raisedAt);
  }
  const tickets = await findWork(session, [...raisedAt.keys()]);
  return tickets.flatMap((ticket) => workOfEscalation(ticket, raisedAt.get(ticket.id) ?? now, now));
};

const ledWork: WorkSource = async (session, personId) =>
  (await findLedBy(session, personId)).flatMap((led) => workOfLeading({ ...led, dueAt: nextUpdateAt(led) }));

const postmortemWork: WorkSource = async (session, personId) =>
  (await findOwedBy(session, personId)).map((owed) =>
    workOfPostmortem({ ...owed, dueAt: postmortemDueAt(owed.resolvedAt) }),
  );

/** All that tickets know of a person's work; each is a fixed number of statements. */
const SOURCES: readonly WorkSource[] = [assignedWork, escalatedWork, ledWork, postmortemWork];

/**
 * A page of what a person has to do. The list is read whole and sorted here, since it is as long as one person's open work.
 *
 * @param owedApprovals what the service of changes says is owed; unknown where it says nothing
 * @throws DomainError `INVALID` for a page size outside 1–100 or a cursor of another list
 */
export async function pageOfWork(
  { session, now }: Pick<RequestContext, 'session' | 'now'>,
  personId: string,
  owedApprovals: unknown,
  { first, after }: { first: number; after?: string | null },
): Promise<Page<WorkListEntry>> {
  checkPageSize(first);
  const work = workOfApprovals(approvalsOf(owedApprovals), now);
  for (const source of SOURCES) work.push(...(await source(session, personId, now)));
  const entries = workListOf(work);
  const from = after == null ? 0 : placeAfter(entries, after);
  const rows = entries.slice(from, from + first);
  return {
    rows,
    cursors: rows.map(({ place, id }) => encodeCursor(ORDER, place, id)),
    hasNextPage: from + first < entries.length,
    hasPreviousPage: from > 0,
    countAll: () => Promise.resolve(entries.length),
  };
}

const ORDER = 'NEXT';

function placeAfter(entries: readonly WorkListEntry[], after: string): number {
  const { sortValue, id } = decodeCursor(ORDER, after);
  const next = entries.findIndex(
    (entry) => entry.place > sortValue || (entry.place === sortValue && entry.id > id),
  );
  return next < 0 ? entries.length : next;
}

/** The open ticket of an entry; one statement for all of the request. */
export function loadOpenTicket(context: RequestContext, id: string): Promise<TicketRecord | null> {
  return context
    .loader<string, TicketRecord>('open ticket', (ids) => findOpenTickets(context.session, ids))
    .load(id);
}
