import type { RequestContext } from '@plimsoll/shared';
import type { SeverityScore } from './severity.rules.js';
import { severityScores } from './severity.store.js';

/** The severity of a ticket; batched a request. */
export function loadSeverity(context: RequestContext, ticketId: string): Promise<SeverityScore | null> {
  return context
    .loader<string, SeverityScore>('severity', async (ids) => {
      const scores = await severityScores(context.session, ids);
      return ids.map((id) => scores.get(id) ?? null);
    })
    .load(ticketId);
}
