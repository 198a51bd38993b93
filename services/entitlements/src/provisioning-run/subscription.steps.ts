import { consumeSeat } from '../pod-capacity/index.js';
import {
  abandonSubscription,
  activateSubscription,
  applyCancellation,
  applyChange,
  applyRenewal,
  undoStep,
  type OrderedCancellation,
  type OrderedChange,
  type OrderedRenewal,
  type StepUndo,
} from '../subscription-step/index.js';
import { lineOf, type SagaStep, type StepContext } from './saga-step.js';

/** The tenant is ready: the subscription runs, and the seat held for it is its own. */
const ACTIVATE_SUBSCRIPTION: SagaStep = {
  where: 'DATABASE',
  async perform(context) {
    const { tx, author, now } = context;
    const { subscriptionId } = lineOf(context);
    const { startedOn } = await activateSubscription(tx, author, subscriptionId, now);
    await consumeSeat(tx, subscriptionId);
    return { kind: 'DONE', result: { subscriptionId, startedOn } };
  },
  async undo(context) {
    const { tx, author, request, now } = context;
    await abandonSubscription(tx, author, lineOf(context).subscriptionId, request.reason ?? 'Given up.', now);
  },
};

const CHANGE_SUBSCRIPTION: SagaStep = {
  where: 'DATABASE',
  async perform(context) {
    const { tx, author, now } = context;
    const { subscriptionId, payload } = lineOf(context);
    const { undo } = await applyChange(tx, author, subscriptionId, payload as unknown as OrderedChange, now);
    return { kind: 'DONE', result: { subscriptionId, undo } };
  },
  undo: takeBack,
};

const RENEW_SUBSCRIPTION: SagaStep = {
  where: 'DATABASE',
  async perform(context) {
    const { tx, author, now } = context;
    const { subscriptionId, payload } = lineOf(context);
    const { undo } = await applyRenewal(
      tx,
      author,
      subscriptionId,
      payload as unknown as OrderedRenewal,
      now,
    );
    return { kind: 'DONE', result: { subscriptionId, undo } };
  },
  undo: takeBack,
};

const CANCEL_SUBSCRIPTION: SagaStep = {
  where: 'DATABASE',
  async perform(context) {
    const { tx, author, now } = context;
    const { subscriptionId, payload } = lineOf(context);
    const given = payload as unknown as OrderedCancellation;
    const { undo } = await applyCancellation(tx, author, subscriptionId, given, now);
    return { kind: 'DONE', result: { subscriptionId, undo } };
  },
  undo: takeBack,
};

/** The steps that change subscriptions; what they are told comes from the order's lines as it is. */
export const subscriptionSteps: Record<
  'ACTIVATE_SUBSCRIPTION' | 'CHANGE_SUBSCRIPTION' | 'RENEW_SUBSCRIPTION' | 'CANCEL_SUBSCRIPTION',
  SagaStep
> = {
  ACTIVATE_SUBSCRIPTION,
  CHANGE_SUBSCRIPTION,
  RENEW_SUBSCRIPTION,
  CANCEL_SUBSCRIPTION,
};

/** Where the day of a step has come, it stands: what a customer has had is not taken back. */
async function takeBack({ tx, author, step, now }: StepContext): Promise<void> {
  const undo = step.result['undo'] as StepUndo | null | undefined;
  if (undo) await undoStep(tx, author, undo, now);
}
