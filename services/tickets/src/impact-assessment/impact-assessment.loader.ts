import { listByParent, type Page, type RequestContext } from '@plimsoll/shared';
import {
  findAssessments,
  hitList,
  type HitListArguments,
  type HitRow,
  type ImpactAssessmentRecord,
} from './impact-assessment.store.js';

/** What is known of the impact of a ticket; null where nothing is. Batched a request. */
export function loadAssessment(
  context: RequestContext,
  ticketId: string,
): Promise<ImpactAssessmentRecord | null> {
  return context
    .loader<string, ImpactAssessmentRecord>('impact-assessment', async (ids) => {
      const found = await findAssessments(context.session, ids);
      return ids.map((id) => found.get(id) ?? null);
    })
    .load(ticketId);
}

/** A page of the customers that a ticket hits; one statement for all tickets of the request. */
export function loadHits(
  context: RequestContext,
  ticketId: string,
  args: HitListArguments,
): Promise<Page<HitRow> | null> {
  return context
    .loader<string, Page<HitRow>>(`impact-hits:${JSON.stringify([args.first, args.after])}`, (ids) =>
      listByParent(context.session, hitList, 'ticket', ids, args),
    )
    .load(ticketId);
}
