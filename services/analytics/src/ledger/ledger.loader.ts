import type { RequestContext, Session } from '@plimsoll/shared';
import { ledgerIndex, type LedgerIndex } from './ledger.rules.js';
import { readLedger, readOpenImpacts, type LedgerQuestion, type OpenImpact } from './ledger.store.js';

/** The impacts a question asks for, by customer and product, as far as the scope sees them; one statement. */
export async function loadLedger(session: Session, question: LedgerQuestion): Promise<LedgerIndex> {
  if (question.customerIds.length === 0 || question.from >= question.to) return new Map();
  return ledgerIndex(await readLedger(session, question));
}

/** The worst impact on a customer at this moment, or null; batched over the customers of a request. */
export function loadWorstOpenImpact(context: RequestContext, customerId: string): Promise<OpenImpact | null> {
  return context
    .loader<string, OpenImpact>('worst-open-impact', async (ids) => {
      const worst = new Map<string, OpenImpact>();
      for (const impact of await readOpenImpacts(context.session, ids, context.now)) {
        if (!worst.has(impact.customerId)) worst.set(impact.customerId, impact);
      }
      return ids.map((id) => worst.get(id) ?? null);
    })
    .load(customerId);
}
