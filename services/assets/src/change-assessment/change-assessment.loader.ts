import type { RequestContext } from '@plimsoll/shared';
import type { Assessment } from './change-assessment.rules.js';
import { assessmentsOf } from './change-assessment.store.js';

/** The newest assessment of a change, or null where there is none and for whoever is not staff; batched a request. */
export async function loadAssessment(context: RequestContext, changeId: string): Promise<Assessment | null> {
  if (context.scope.kind !== 'STAFF') return null;
  return context
    .loader<string, Assessment>('change-assessment', async (ids) => {
      const found = await assessmentsOf(context.session, ids);
      return ids.map((id) => found.get(id) ?? null);
    })
    .load(changeId);
}
