import type { Session } from '@plimsoll/shared';
import type { ChurnModel } from './churn-model.rules.js';

/** A model as it was learnt. */
export interface KeptChurnModel {
  readonly trainedAt: Date;
  readonly model: ChurnModel;
}

/** Keeps a model; those before it stay on record. */
export async function keepModel(tx: Session, trainedAt: Date, model: ChurnModel): Promise<void> {
  await tx.query('insert into churn_model (trained_at, model) values ($1, $2)', [
    trainedAt,
    JSON.stringify(model),
  ]);
}

/** The model learnt last; null without one, and for whoever is neither staff nor analyst. */
export async function readModel(session: Session): Promise<KeptChurnModel | null> {
  const [row] = await session.query<KeptChurnModel>(
    'select trained_at as "trainedAt", model from churn_model order by trained_at desc, id desc limit 1',
  );
  return row ?? null;
}
