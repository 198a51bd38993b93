import { authorize, type Database, type RequestContext, type Session } from '@plimsoll/shared';
import { dayOf } from '../revenue/index.js';
import { readFacts, readObservedDays } from './churn-fact.store.js';
import type { ChurnFacts } from './churn-feature.rules.js';
import { HORIZON_DAYS, learn } from './churn-model.rules.js';
import { keepModel, type KeptChurnModel } from './churn-model.store.js';

/** Observations read at once: each statement stays well below the time that one may take. */
const AT_ONCE = 1_000;

async function learnNow(session: Session, now: Date): Promise<KeptChurnModel> {
  const days = await readObservedDays(session, dayOf(now), HORIZON_DAYS);
  const facts: ChurnFacts[] = [];
  for (let at = 0; at < days.length; at += AT_ONCE) {
    facts.push(...(await readFacts(session, days.slice(at, at + AT_ONCE))));
  }
  const model = learn(
    days.flatMap(({ customerId, on, lost }, index) => {
      const known = facts[index];
      return known === undefined ? [] : [{ customerId, day: on, facts: known, lost }];
    }),
  );
  await session.transaction((tx) => keepModel(tx, now, model));
  return { trainedAt: now, model };
}

/** Learns anew who leaves from what happened up to an instant, and keeps what was learnt. */
export async function learnChurn(database: Database, now: Date): Promise<void> {
  const session = database.session({ kind: 'SYSTEM' });
  try {
    await learnNow(session, now);
  } finally {
    await session.release();
  }
}

/**
 * The same at somebody's wish. Roles: admin, operator, manager, executive.
 *
 * @throws DomainError `NOT_FOUND` for whoever may not
 */
export async function trainChurnModel(context: RequestContext): Promise<KeptChurnModel> {
  authorize(context, 'admin', 'operator', 'manager', 'executive');
  return learnNow(context.session, context.now);
}
