import { listByParent, listPage, type Page, type RequestContext } from '@plimsoll/shared';
import {
  thirdPartyCaseList,
  thirdPartyCaseRecords,
  type ThirdPartyCaseListArguments,
  type ThirdPartyCaseRecord,
} from './third-party-case.store.js';

/** The case with this id, or null where the caller sees none; batched a request. */
export function loadThirdPartyCase(
  context: RequestContext,
  id: string,
): Promise<ThirdPartyCaseRecord | null> {
  return context
    .loader<string, ThirdPartyCaseRecord>('third-party-case', (ids) =>
      thirdPartyCaseRecords.findInOrder(context.session, ids),
    )
    .load(id);
}

/** A page of the cases the caller sees. */
export function listThirdPartyCases(
  context: RequestContext,
  args: ThirdPartyCaseListArguments,
): Promise<Page<ThirdPartyCaseRecord>> {
  return listPage(context.session, thirdPartyCaseList, args);
}

/** A page of the cases of a ticket; one statement for all tickets of the request. */
export function loadCasesOf(
  context: RequestContext,
  ticketId: string,
  args: ThirdPartyCaseListArguments,
): Promise<Page<ThirdPartyCaseRecord> | null> {
  return context
    .loader<string, Page<ThirdPartyCaseRecord>>(`third-party-cases:${JSON.stringify(args)}`, (ids) =>
      listByParent(context.session, thirdPartyCaseList, 'ticket', ids, args),
    )
    .load(ticketId);
}
