import {
  authorize,
  authorOf,
  checkText,
  invalid,
  newId,
  notFound,
  type Author,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { changeRecords, findChange } from '../change/index.js';
import { findVersions, optionalText, requirePublished } from '../procedure/index.js';
import { planStarted, stepRefused } from './maintenance-plan.errors.js';
import {
  checkEvidence,
  checkOutcome,
  checkTick,
  checkUntick,
  type StepState,
  type Tick,
} from './maintenance-plan.rules.js';
import {
  findPlansOfChanges,
  findStepsOfPlans,
  holdChange,
  lockChange,
  lockPlan,
  maintenancePlanRecords,
  planStepRecords,
  type MaintenancePlanRecord,
  type PlannedChange,
  type PlanStepRecord,
} from './maintenance-plan.store.js';
import type { StartPlanInput, TickPlanStepInput, UntickPlanStepInput } from './maintenance-plan.types.js';

const LONGEST_REASON = 2_000;

/**
 * Makes the plan of a change from the latest published version of a procedure, every step still to be done; in the
 * caller's transaction, whose change is locked. A plan that follows that version already stays; another one is
 * replaced. Without a procedure (null) the change has no plan afterwards.
 *
 * @throws DomainError `NOT_FOUND`, `INVALID_STATUS` for a procedure that is not published, `PLAN_STARTED` where a step
 *   of the plan to be replaced is ticked
 */
export async function instantiatePlan(
  tx: Session,
  author: Author,
  changeId: string,
  procedureId: string | null,
  now: Date,
): Promise<MaintenancePlanRecord | null> {
  const version = procedureId === null ? null : await requirePublished(tx, procedureId);
  const current = await lockPlan(tx, changeId);
  if (current) {
    if (version?.procedureId === current.procedureId && version.version === current.procedureVersion) {
      return current;
    }
    const [ticks = []] = await findStepsOfPlans(tx, [current.id]);
    if (ticks.some(({ status }) => status !== 'PENDING')) throw planStarted();
    await maintenancePlanRecords.update(tx, author, current.id, current.version, () => ({ replaced: true }));
  }
  if (!version) return null;
  const plan: MaintenancePlanRecord = {
    ...newlyKept('mpl'),
    changeId,
    procedureId: version.procedureId,
    procedureVersion: version.version,
    madeAt: now,
    replaced: false,
  };
  await maintenancePlanRecords.create(tx, author, [plan]);
  const steps = version.steps.map((_, index): PlanStepRecord => ({
    ...newlyKept('pst'),
    planId: plan.id,
    position: index + 1,
    status: 'PENDING',
    tickedBy: null,
    tickedAt: null,
    result: null,
    evidenceUrl: null,
  }));
  await planStepRecords.create(tx, author, steps);
  return plan;
}

/**
 * Refuses an outcome that the plan of a change denies; a change without a plan may end in any. In the transaction
 * that ends the change, after its row has been locked.
 *
 * @throws DomainError `PLAN_NOT_DONE`
 */
export async function requirePlanDone(tx: Session, changeId: string, outcome: string): Promise<void> {
  const [plan] = await findPlansOfChanges(tx, [changeId]);
  if (plan) checkOutcome((await stepsOf(tx, plan)).states, outcome);
}

/**
 * Gives an emergency change a plan after it has begun, when nobody had the time before; a change that has not begun
 * names its procedure when it is drafted or edited. Roles: admin, manager, operator.
 */
export function startPlan(
  context: RequestContext,
  { changeId, procedureId }: StartPlanInput,
): Promise<MaintenancePlanRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return context.session.transaction(async (tx) => {
    await lockChange(tx, changeId);
    const { status, kind, version } = await findChange(tx, changeId);
    if (status !== 'IN_PROGRESS' || kind !== 'EMERGENCY') {
      throw stepRefused(
        `An EMERGENCY change that is IN_PROGRESS is given a plan so; this one is ${kind} and ${status}: name the procedure in \`updateChange\` before it begins.`,
        ['changeId'],
      );
    }
    const author = authorOf(context);
    const plan = await instantiatePlan(tx, author, changeId, procedureId, context.now);
    if (!plan) throw new Error('a procedure that is named makes a plan');
    await changeRecords.update(tx, author, changeId, version, () => ({ procedureId }));
    return plan;
  });
}

/**
 * Says what came of a step of a change that is in progress. The same said again by the same person changes nothing.
 * Roles: admin, manager, operator.
 */
export function tickPlanStep(
  context: RequestContext,
  input: TickPlanStepInput,
): Promise<MaintenancePlanRecord> {
  return onStep(context, input, null, ({ startedAt }, { states, ticks }) => {
    const tick: Tick = {
      status: input.status,
      result: optionalText(input.result, 'result'),
      evidenceUrl: checkEvidence(input.evidenceUrl),
    };
    const tickedBy = authorOf(context).actorId;
    const step = ticks.find(({ position }) => position === input.position);
    const repeated =
      step?.status === tick.status &&
      step.tickedBy === tickedBy &&
      step.result === tick.result &&
      step.evidenceUrl === tick.evidenceUrl;
    if (repeated) return {};
    checkTick(states, input.position, tick);
    return { ...tick, tickedBy, tickedAt: instantOf(context, input.at, startedAt) };
  });
}

/** Takes back what was said of a step, with a reason. Roles: admin, manager, operator. */
export function untickPlanStep(
  context: RequestContext,
  input: UntickPlanStepInput,
): Promise<MaintenancePlanRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return onStep(context, input, checkText(input.reason, 'reason', LONGEST_REASON), (_change, { states }) => {
    checkUntick(states, input.position);
    return { status: 'PENDING', tickedBy: null, tickedAt: null, result: null, evidenceUrl: null };
  });
}

interface PlanSteps {
  ticks: PlanStepRecord[];
  states: StepState[];
}

async function onStep(
  context: RequestContext,
  { changeId, position }: { changeId: string; position: number },
  reason: string | null,
  decide: (change: PlannedChange, steps: PlanSteps) => Partial<PlanStepRecord>,
): Promise<MaintenancePlanRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return context.session.transaction(async (tx) => {
    const change = await requireChange(tx, changeId);
    const plan = await lockPlan(tx, changeId);
    if (!plan) throw stepRefused('This change follows no procedure.', ['changeId']);
    if (change.status !== 'IN_PROGRESS') {
      throw stepRefused(`Steps are ticked while their change is IN_PROGRESS; this one is ${change.status}.`, [
        'changeId',
      ]);
    }
    const steps = await stepsOf(tx, plan);
    const values = decide(change, steps);
    const step = steps.ticks.find((one) => one.position === position);
    if (!step) throw new Error('a step that was decided on exists');
    await planStepRecords.update(tx, authorOf(context, reason), step.id, step.version, () => values);
    return plan;
  });
}

async function requireChange(tx: Session, changeId: string): Promise<PlannedChange> {
  const change = await holdChange(tx, changeId);
  if (!change) throw notFound('change', changeId, ['changeId']);
  return change;
}

async function stepsOf(session: Session, plan: MaintenancePlanRecord): Promise<PlanSteps> {
  const { procedureId, procedureVersion } = plan;
  const [version] = await findVersions(session, [{ procedureId, version: procedureVersion }]);
  const [ticks = []] = await findStepsOfPlans(session, [plan.id]);
  const states = ticks.map(({ position, status }) => {
    const { optional, parallel, evidenceRequired } = version!.steps[position - 1]!;
    return { position, status, optional, parallel, evidenceRequired };
  });
  return { ticks, states };
}

function instantOf(context: RequestContext, at: Date | null | undefined, startedAt: Date | null): Date {
  const instant = at ?? context.now;
  if (instant > context.now) throw invalid('`at` lies in the future.', ['at']);
  if (startedAt && instant < startedAt) throw invalid('`at` lies before the change began.', ['at']);
  return instant;
}

function newlyKept(prefix: string) {
  return { id: newId(prefix), version: 1, externalId: null, source: null };
}
