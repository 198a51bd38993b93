import { listPage, type Page, type RequestContext } from '@plimsoll/shared';
import { onCallGapList, type OnCallGapListArguments, type OnCallGapRecord } from './on-call-gap.store.js';

/** A page of the gaps the caller sees. */
export function listOnCallGaps(
  context: RequestContext,
  args: OnCallGapListArguments,
): Promise<Page<OnCallGapRecord>> {
  return listPage(context.session, onCallGapList, args);
}
