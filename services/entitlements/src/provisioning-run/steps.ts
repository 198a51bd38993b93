import type { SagaStep, SagaSteps, StepContext } from './saga-step.js';
import { seatSteps } from './seat.steps.js';
import { subscriptionSteps } from './subscription.steps.js';
import { tenantSteps } from './tenant.steps.js';

/** Whom it concerns is told by the event of the request's success, which commits with this step. */
const NOTIFY: SagaStep = {
  where: 'DATABASE',
  perform: async ({ request }: StepContext) => ({
    kind: 'DONE',
    result: { subscriptionIds: request.lines.map(({ subscriptionId }) => subscriptionId) },
  }),
};

/** How each step is taken. */
export const sagaSteps: SagaSteps = { ...seatSteps, ...tenantSteps, ...subscriptionSteps, NOTIFY };
