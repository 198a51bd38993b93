import {
  listByParent,
  listPage,
  type ConnectionArgs,
  type Page,
  type RequestContext,
} from '@plimsoll/shared';
import {
  majorIncidentList,
  majorIncidentRecords,
  timelineList,
  type MajorIncidentListArguments,
  type MajorIncidentRecord,
  type TimelineEntryRecord,
} from './major-incident.store.js';

/** The major incident that a ticket is, or null; batched a request. */
export function loadMajorIncident(
  context: RequestContext,
  ticketId: string,
): Promise<MajorIncidentRecord | null> {
  return context
    .loader<string, MajorIncidentRecord>('major-incident', (ids) =>
      majorIncidentRecords.findInOrder(context.session, ids),
    )
    .load(ticketId);
}

/** A page of the major incidents the caller sees. */
export function listMajorIncidents(
  context: RequestContext,
  args: MajorIncidentListArguments,
): Promise<Page<MajorIncidentRecord>> {
  return listPage(context.session, majorIncidentList, args);
}

/** A page of the timeline of a major incident; one statement for all of the request. */
export function loadTimeline(
  context: RequestContext,
  ticketId: string,
  args: ConnectionArgs,
): Promise<Page<TimelineEntryRecord> | null> {
  return context
    .loader<string, Page<TimelineEntryRecord>>(
      `timeline:${JSON.stringify([args.first, args.after])}`,
      (ids) => listByParent(context.session, timelineList, 'ticket', ids, args),
    )
    .load(ticketId);
}
