import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import {
  ConnectionArgs,
  ExternalIdArgs,
  ImportInput,
  ImportReport,
  Money,
  payload,
  toConnection,
  type RequestContext,
} from '@plimsoll/shared';
import { loadAgreement, ServiceLevelAgreement } from '../agreement/index.js';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { loadProduct, Product } from '../product/index.js';
import { loadSupportLevel, SupportLevel } from '../support-level/index.js';
import { listPlans, loadPlan, loadPlanByExternalId } from './plan.loader.js';
import { createPlan, importPlans, updatePlan } from './plan.service.js';
import {
  CreatePlanInput,
  Plan,
  PlanConnection,
  PlanPayload,
  PlansArgs,
  UpdatePlanInput,
} from './plan.types.js';

@Resolver(() => Plan)
export class PlanResolver {
  @Query(() => Plan, {
    nullable: true,
    description: 'The plan with this id; null where there is none for you.',
  })
  plan(
    @Arg('id', () => ID, { description: 'Identifier, `pln_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<Plan | null> {
    return loadPlan(context, id);
  }

  @Query(() => Plan, { nullable: true, description: 'The plan with this identifier in another system.' })
  planByExternalId(
    @Args(() => ExternalIdArgs) { source, externalId }: ExternalIdArgs,
    @Ctx() context: RequestContext,
  ): Promise<Plan | null> {
    return loadPlanByExternalId(context, source, externalId);
  }

  @Query(() => PlanConnection, { description: 'Plans.' })
  async plans(@Args(() => PlansArgs) args: PlansArgs, @Ctx() context: RequestContext) {
    return toConnection(await listPlans(context, args), (row) => row);
  }

  @FieldResolver(() => Product, { nullable: true, description: 'The product it sells.' })
  async product(@Root() plan: Plan, @Ctx() context: RequestContext): Promise<Product | null> {
    return plan.productId == null ? null : loadProduct(context, plan.productId);
  }

  @FieldResolver(() => SupportLevel, { nullable: true, description: 'Its support level.' })
  async supportLevel(@Root() plan: Plan, @Ctx() context: RequestContext): Promise<SupportLevel | null> {
    return plan.supportLevelId == null ? null : loadSupportLevel(context, plan.supportLevelId);
  }

  @FieldResolver(() => ServiceLevelAgreement, {
    nullable: true,
    description: 'Its agreement; null where there is none, or none that you may see.',
  })
  async agreement(@Root() plan: Plan, @Ctx() context: RequestContext): Promise<ServiceLevelAgreement | null> {
    return plan.agreementId == null ? null : loadAgreement(context, plan.agreementId);
  }

  @FieldResolver(() => Money, {
    nullable: true,
    description: 'Price of one unit a month; null: none is listed.',
  })
  monthlyPrice(@Root() plan: Plan): Money | null {
    if (plan.monthlyPrice == null || plan.currency == null) return null;
    return { amount: plan.monthlyPrice, currency: plan.currency };
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first. Staff only.',
  })
  history(
    @Root() plan: Plan,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'plan', plan.id, args);
  }

  @Mutation(() => PlanPayload, { description: 'Creates a plan. Roles: admin, manager, operator.' })
  createPlan(
    @Arg('input', () => CreatePlanInput, { description: 'The new plan.' }) input: CreatePlanInput,
    @Ctx() context: RequestContext,
  ): Promise<PlanPayload> {
    return payload(async () => ({ plan: await createPlan(context, input) }));
  }

  @Mutation(() => PlanPayload, { description: 'Changes a plan. Roles: admin, manager, operator.' })
  updatePlan(
    @Arg('input', () => UpdatePlanInput, { description: 'What changes.' }) input: UpdatePlanInput,
    @Ctx() context: RequestContext,
  ): Promise<PlanPayload> {
    return payload(async () => ({ plan: await updatePlan(context, input) }));
  }

  @Mutation(() => ImportReport, { description: 'Imports rows of `plans.csv`. Roles: admin, operator.' })
  importPlans(
    @Arg('input', () => ImportInput, { description: 'The rows.' }) input: ImportInput,
    @Ctx() context: RequestContext,
  ): Promise<ImportReport> {
    return importPlans(context, input);
  }
}
