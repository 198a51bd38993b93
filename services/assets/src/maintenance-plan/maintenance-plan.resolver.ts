import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { ConnectionArgs, isId, payload, toConnection, type RequestContext } from '@plimsoll/shared';
import { Person } from '../account/index.js';
import { Change, loadChange } from '../change/index.js';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { loadProcedureVersion, ProcedureVersion, StandardProcedure } from '../procedure/index.js';
import type { ProcedureVersionRecord } from '../procedure/index.js';
import {
  listPlansOfProcedure,
  loadPlan,
  loadPlanOfChange,
  loadPlanSteps,
} from './maintenance-plan.loader.js';
import { progressOf } from './maintenance-plan.rules.js';
import { startPlan, tickPlanStep, untickPlanStep } from './maintenance-plan.service.js';
import type { MaintenancePlanRecord } from './maintenance-plan.store.js';
import {
  MaintenancePlan,
  MaintenancePlanConnection,
  MaintenancePlanPayload,
  PlanProgressObject,
  PlanStep,
  StartPlanInput,
  TickPlanStepInput,
  UntickPlanStepInput,
} from './maintenance-plan.types.js';

@Resolver(() => MaintenancePlan)
export class MaintenancePlanResolver {
  @Query(() => MaintenancePlan, {
    nullable: true,
    description: 'The plan with this id; null where there is none for you. Staff only.',
  })
  maintenancePlan(
    @Arg('id', () => ID, { description: 'Identifier, `mpl_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<MaintenancePlanRecord | null> {
    return loadPlan(context, id);
  }

  @FieldResolver(() => Change, { nullable: true, description: 'The change it belongs to.' })
  change(@Root() { changeId }: MaintenancePlanRecord, @Ctx() context: RequestContext) {
    return loadChange(context, changeId);
  }

  @FieldResolver(() => ProcedureVersion, {
    nullable: true,
    description: 'The procedure followed, as it was published.',
  })
  async procedure(@Root() plan: MaintenancePlanRecord, @Ctx() context: RequestContext) {
    const version = await versionOf(context, plan);
    return version && { ...version, id: version.procedureId };
  }

  @FieldResolver(() => [PlanStep], { nullable: true, description: 'The steps, in order.' })
  steps(@Root() plan: MaintenancePlanRecord, @Ctx() context: RequestContext): Promise<PlanStep[]> {
    return stepsOf(context, plan);
  }

  @FieldResolver(() => PlanProgressObject, { nullable: true, description: 'How far it is.' })
  async progress(@Root() plan: MaintenancePlanRecord, @Ctx() context: RequestContext) {
    return progressOf(await stepsOf(context, plan));
  }

  @Mutation(() => MaintenancePlanPayload, {
    description:
      'Gives an emergency change a plan after it has begun, in place of one that is not begun; other changes name their procedure in `draftChange` or `updateChange`. Roles: admin, manager, operator.',
  })
  startPlan(
    @Arg('input', () => StartPlanInput, { description: 'Which change, which procedure.' })
    input: StartPlanInput,
    @Ctx() context: RequestContext,
  ): Promise<MaintenancePlanPayload> {
    return payload(async () => ({ plan: await startPlan(context, input) }));
  }

  @Mutation(() => MaintenancePlanPayload, {
    description:
      'Says what came of a step while its change is in progress: in order, parallel steps together. Roles: admin, manager, operator.',
  })
  tickPlanStep(
    @Arg('input', () => TickPlanStepInput, { description: 'Which step, and what came of it.' })
    input: TickPlanStepInput,
    @Ctx() context: RequestContext,
  ): Promise<MaintenancePlanPayload> {
    return payload(async () => ({ plan: await tickPlanStep(context, input) }));
  }

  @Mutation(() => MaintenancePlanPayload, {
    description:
      'Takes back what was said of a step, while its change is in progress and no later step is ticked; what was said stays in its history. Roles: admin, manager, operator.',
  })
  untickPlanStep(
    @Arg('input', () => UntickPlanStepInput, { description: 'Which step, and why.' })
    input: UntickPlanStepInput,
    @Ctx() context: RequestContext,
  ): Promise<MaintenancePlanPayload> {
    return payload(async () => ({ plan: await untickPlanStep(context, input) }));
  }
}

@Resolver(() => PlanStep)
export class PlanStepResolver {
  @FieldResolver(() => Person, { nullable: true, description: 'Who did it, or tried.' })
  by(@Root() { tickedBy }: PlanStep): Person | null {
    return tickedBy !== null && isId('per', tickedBy) ? { id: tickedBy } : null;
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What was said of it and taken back, by whom, when and why; newest first.',
  })
  history(
    @Root() { stepId }: PlanStep,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'plan_step', stepId, args);
  }
}

@Resolver(() => Change)
export class ChangePlanResolver {
  @FieldResolver(() => MaintenancePlan, {
    nullable: true,
    description: 'Its steps, where it follows a procedure. Staff only.',
  })
  plan(@Root() { id }: Change, @Ctx() context: RequestContext): Promise<MaintenancePlanRecord | null> {
    return loadPlanOfChange(context, id);
  }
}

@Resolver(() => StandardProcedure)
export class ProcedurePlansResolver {
  @FieldResolver(() => MaintenancePlanConnection, {
    nullable: true,
    description: 'The plans that follow it, in any of its versions; newest first.',
  })
  async plans(
    @Root() { id }: StandardProcedure,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listPlansOfProcedure(context, id, args), (row) => row);
  }
}

function versionOf(
  context: RequestContext,
  { procedureId, procedureVersion }: MaintenancePlanRecord,
): Promise<ProcedureVersionRecord | null> {
  return loadProcedureVersion(context, procedureId, procedureVersion);
}

async function stepsOf(context: RequestContext, plan: MaintenancePlanRecord): Promise<PlanStep[]> {
  const [version, ticks] = await Promise.all([versionOf(context, plan), loadPlanSteps(context, plan.id)]);
  return ticks.flatMap(({ id, position, status, tickedBy, tickedAt, result, evidenceUrl }) => {
    const step = version?.steps[position - 1];
    return step
      ? [{ ...step, position, status, tickedBy, at: tickedAt, result, evidenceUrl, stepId: id }]
      : [];
  });
}
