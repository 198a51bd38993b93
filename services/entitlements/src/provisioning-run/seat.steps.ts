import { choosePod, consumeSeat, noteOccupancy, releaseSeat, reserveSeat } from '../pod-capacity/index.js';
import { subscriptionRecords } from '../subscription/index.js';
import { lineOf, resultOf, type SagaStep, type StepContext, type StepOutcome } from './saga-step.js';
import { wakeWaiting } from './schedule.js';

type Placement = Awaited<ReturnType<typeof choosePod>>;

/** Chooses the pod of a new subscription, or where a tenant moves to. */
const CHOOSE_POD: SagaStep = {
  where: 'DATABASE',
  perform: async (context) => outcomeOf(await choose(context)),
};

/** Holds a seat on the pod; where it was taken since, on another one. */
const RESERVE_CAPACITY: SagaStep = {
  where: 'DATABASE',
  async perform(context) {
    const { tx, author, request, now } = context;
    const line = lineOf(context);
    let podId = textOf(resultOf(context, 'CHOOSE_POD')['podId']);
    if (podId === null || !(await reserve(context, podId))) {
      const placement = await choose(context);
      podId = placement.podId;
      if (podId === null || !(await reserve(context, podId))) return outcomeOf({ ...placement, podId: null });
    }
    // A subscription that is put on a pod says so in its event, and is noted there; one that is to move says nothing yet.
    if (request.kind === 'FULFIL_ORDER') await putOn(context, podId);
    else await noteOccupancy(tx, author, podId, now);
    return { kind: 'DONE', result: { podId, subscriptionId: line.subscriptionId } };
  },
  async undo(context) {
    const { tx, author, request, step, now } = context;
    const podId = textOf(step.result['podId']);
    await releaseSeat(tx, lineOf(context).subscriptionId, request.id);
    if (request.kind === 'FULFIL_ORDER') await putOn(context, null);
    if (podId === null) return;
    await noteOccupancy(tx, author, podId, now);
    await wakeWaiting(tx, podId);
  },
};

/** Records that the subscription is on the pod it was moved to; the held seat becomes its own. */
const SWITCH_POD: SagaStep = {
  where: 'DATABASE',
  async perform(context) {
    const { tx, author, now } = context;
    const podId = reservedPod(context);
    const from = await putOn(context, podId);
    await consumeSeat(tx, lineOf(context).subscriptionId);
    await noteOccupancy(tx, author, podId, now);
    return { kind: 'DONE', result: { from, to: podId } };
  },
  async undo(context) {
    const { tx, author, step, now } = context;
    const from = textOf(step.result['from']);
    await putOn(context, from);
    if (from !== null) await noteOccupancy(tx, author, from, now);
  },
};

/** Tells of the seat that a moved subscription has left behind. */
const RELEASE_CAPACITY: SagaStep = {
  where: 'DATABASE',
  async perform(context) {
    const { tx, author, now } = context;
    const from = textOf(resultOf(context, 'SWITCH_POD')['from']);
    if (from !== null) {
      await noteOccupancy(tx, author, from, now);
      await wakeWaiting(tx, from);
    }
    return { kind: 'DONE', result: { podId: from } };
  },
};

/** The steps that take and give back seats of pods. */
export const seatSteps: Record<
  'CHOOSE_POD' | 'RESERVE_CAPACITY' | 'SWITCH_POD' | 'RELEASE_CAPACITY',
  SagaStep
> = { CHOOSE_POD, RESERVE_CAPACITY, SWITCH_POD, RELEASE_CAPACITY };

/** The pod on which a seat is held for the line. Throws Error where none is. */
export function reservedPod(context: StepContext): string {
  const podId = textOf(resultOf(context, 'RESERVE_CAPACITY')['podId']);
  if (podId === null) throw new Error(`no seat is reserved for line ${context.step.line}`);
  return podId;
}

async function choose(context: StepContext): Promise<Placement> {
  const { tx, request, now } = context;
  const { kind, region, vertical, subscriptionId } = lineOf(context);
  if (request.toPodId !== null) return { podId: request.toPodId, considered: [] };
  const wish = { kind: kind as Parameters<typeof choosePod>[1]['kind'], region, vertical, now };
  if (request.kind === 'FULFIL_ORDER') return choosePod(tx, wish);
  const { podId } = await subscriptionRecords.require(tx, subscriptionId, ['subscriptionId']);
  return choosePod(tx, { ...wish, ...(podId === null ? {} : { exceptPodId: podId }) });
}

function outcomeOf({ podId, considered }: Placement): StepOutcome {
  const result = { podId, considered };
  if (podId !== null) return { kind: 'DONE', result };
  // Whoever ordered reads this: what stands against each pod is in the step's result, for staff alone.
  const reason =
    considered.length === 0
      ? 'The pod it is to run on has no free seat; it waits for one.'
      : 'No pod that suits it has a free seat; it waits for one.';
  return { kind: 'WAIT', reason, result };
}

function reserve(context: StepContext, podId: string): Promise<boolean> {
  const { tx, request, now } = context;
  const { kind, subscriptionId } = lineOf(context);
  const seatKind = kind as Parameters<typeof reserveSeat>[1]['kind'];
  return reserveSeat(tx, { podId, kind: seatKind, subscriptionId, requestId: request.id, now });
}

/** Puts the line's subscription on a pod, or on none; answers where it was. */
async function putOn(context: StepContext, podId: string | null): Promise<string | null> {
  const { tx, author } = context;
  const { subscriptionId } = lineOf(context);
  const current = await subscriptionRecords.require(tx, subscriptionId, ['subscriptionId']);
  await subscriptionRecords.update(tx, author, subscriptionId, current.version, () => ({ podId }));
  return current.podId;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
