import type { RequestContext } from '@plimsoll/shared';
import { dayAfter, dayOf } from '../revenue/index.js';
import { readFacts, readPaying } from './churn-fact.store.js';
import { FEATURE_VERSION, reasonsOf, standardised } from './churn-feature.rules.js';
import { readModel, type KeptChurnModel } from './churn-model.store.js';
import { likelihoodOf } from './logistic.rules.js';

/** How likely a customer is to leave, and what speaks for it. */
interface LoadedChurnRisk {
  readonly score: number;
  readonly reasons: string[];
}

/** The model in force, once a request; null without one, and for whoever may not see it. */
export async function loadChurnModel(context: RequestContext): Promise<KeptChurnModel | null> {
  return context
    .loader<string, KeptChurnModel>('churn-model', async (keys) => {
      const model = await readModel(context.session);
      return keys.map(() => model);
    })
    .load('');
}

/**
 * How likely a customer is to leave, from all that happened to it up to now: four statements for all customers of a
 * request. Null for one that does not pay, without a model in use, and for whoever is neither staff nor analyst.
 */
export function loadChurnRisk(context: RequestContext, customerId: string): Promise<LoadedChurnRisk | null> {
  return context
    .loader<string, LoadedChurnRisk>('churn-risk', async (ids) => {
      const kept = await loadChurnModel(context);
      const { status, featureVersion, fit, scales } = kept?.model ?? {};
      if (status !== 'IN_USE' || featureVersion !== FEATURE_VERSION || !fit || !scales)
        return ids.map(() => null);
      const today = dayOf(context.now);
      const paying = await readPaying(context.session, ids, today);
      const asked = ids.filter((id) => paying.has(id));
      // What happened today counts: it is before tomorrow.
      const days = asked.map((id) => ({ customerId: id, on: dayAfter(today, 1) }));
      const facts = await readFacts(context.session, days);
      const risks = new Map<string, LoadedChurnRisk>();
      for (const [index, id] of asked.entries()) {
        const known = facts[index];
        if (known === undefined) continue;
        risks.set(id, {
          score: likelihoodOf(fit, standardised(known, scales)),
          reasons: reasonsOf(known, scales, fit.weights),
        });
      }
      return ids.map((id) => risks.get(id) ?? null);
    })
    .load(customerId);
}
