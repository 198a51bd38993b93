import { authorize, type Database, type RequestContext, type Session } from '@plimsoll/shared';
import { readPreceding } from '../churn/index.js';
import { dayOf } from '../revenue/index.js';
import { readAccountFacts, readObservedDays, type CustomerDay } from './churn-fact.store.js';
import type { ChurnFacts } from './churn-feature.rules.js';
import { HORIZON_DAYS, learn } from './churn-model.rules.js';
import { keepModel, lockLearning, type KeptChurnModel } from './churn-model.store.js';

/** What is known of each of these customers on its day, in order; two statements. */
export async function readFacts(session: Session, days: readonly CustomerDay[]): Promise<ChurnFacts[]> {
  const preceding = await readPreceding(session, days);
  const accounts = await readAccountFacts(session, days);
  return accounts.flatMap((account, index) => {
    const before = preceding[index];
    return before === undefined ? [] : [{ ...before, ...account }];
  });
}

async function learnNow(tx: Session, now: Date): Promise<KeptChurnModel> {
  await lockLearning(tx);
  const days = await readObservedDays(tx, dayOf(now), HORIZON_DAYS);
  const facts = await readFacts(tx, days);
  const model = learn(
    days.flatMap(({ customerId, on, lost }, index) => {
      const known = facts[index];
      return known === undefined ? [] : [{ customerId, day: on, facts: known, lost }];
    }),
  );
  await keepModel(tx, now, model);
  return { trainedAt: now, model };
}

/** Learns anew who leaves from what happened up to an instant, and keeps what was learnt. */
export async function learnChurn(database: Database, now: Date): Promise<void> {
  await database.transaction({ kind: 'SYSTEM' }, (tx) => learnNow(tx, now));
}

/**
 * The same at somebody's wish. Roles: admin, operator, manager, executive.
 *
 * @throws DomainError `NOT_FOUND` for whoever may not
 */
export async function trainChurnModel(context: RequestContext): Promise<KeptChurnModel> {
  authorize(context, 'admin', 'operator', 'manager', 'executive');
  return context.session.transaction((tx) => learnNow(tx, context.now));
}
