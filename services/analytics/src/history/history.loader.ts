import {
  historyPage,
  type ConnectionArgs,
  type ConnectionValue,
  type HistoryValue,
  type RequestContext,
} from '@plimsoll/shared';

/** A page of the history of a record, newest first; batched a request. `recordType` as in the noun's events. */
export function loadHistory(
  context: RequestContext,
  recordType: string,
  recordId: string,
  args: ConnectionArgs,
): Promise<ConnectionValue<HistoryValue>> {
  return historyPage(context, recordType, recordId, args, (id) => Promise.resolve({ id }));
}
