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
import { Arg, Args, Ctx, FieldResolver, Float, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Customer, loadCustomer } from '../customer/index.js';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { loadPerson, Person } from '../person/index.js';
import { CustomerSubscription, loadSubscription } from '../subscription/index.js';
import {
  listDeployments,
  listDeploymentsOf,
  loadDeployment,
  loadDeploymentByExternalId,
} from './deployment.loader.js';
import { importDeployments } from './deployment-import.service.js';
import { daysBetween, progressOf } from './deployment.rules.js';
import {
  cancelDeployment,
  completeMilestone,
  goLive,
  reopenMilestone,
  startDeployment,
  updateDeployment,
} from './deployment.service.js';
import {
  CancelDeploymentInput,
  CompleteMilestoneInput,
  Deployment,
  DeploymentConnection,
  DeploymentMilestone,
  DeploymentPayload,
  DeploymentsArgs,
  GoLiveInput,
  ReopenMilestoneInput,
  StartDeploymentInput,
  UpdateDeploymentInput,
} from './deployment.types.js';

@Resolver(() => Deployment)
export class DeploymentResolver {
  @Query(() => Deployment, {
    nullable: true,
    description: 'The deployment with this id; null where there is none for you.',
  })
  deployment(
    @Arg('id', () => ID, { description: 'Identifier, `dpl_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<Deployment | null> {
    return loadDeployment(context, id);
  }

  @Query(() => Deployment, {
    nullable: true,
    description: 'The deployment with this identifier in another system.',
  })
  deploymentByExternalId(
    @Args(() => ExternalIdArgs) { source, externalId }: ExternalIdArgs,
    @Ctx() context: RequestContext,
  ): Promise<Deployment | null> {
    return loadDeploymentByExternalId(context, source, externalId);
  }

  @Query(() => DeploymentConnection, { description: 'Deployments.' })
  async deployments(@Args(() => DeploymentsArgs) args: DeploymentsArgs, @Ctx() context: RequestContext) {
    return toConnection(await listDeployments(context, args), (row) => row);
  }

  @FieldResolver(() => Customer, { nullable: true, description: 'Who is onboarded.' })
  async customer(@Root() one: Deployment, @Ctx() context: RequestContext): Promise<Customer | null> {
    return one.customerId == null ? null : loadCustomer(context, one.customerId);
  }

  @FieldResolver(() => CustomerSubscription, { nullable: true, description: 'What is brought into use.' })
  async subscription(
    @Root() one: Deployment,
    @Ctx() context: RequestContext,
  ): Promise<CustomerSubscription | null> {
    return one.subscriptionId == null ? null : loadSubscription(context, one.subscriptionId);
  }

  @FieldResolver(() => Person, { nullable: true, description: 'Who leads it.' })
  async owner(@Root() one: Deployment, @Ctx() context: RequestContext): Promise<Person | null> {
    return one.ownerId == null ? null : loadPerson(context, one.ownerId);
  }

  @FieldResolver(() => Money, {
    nullable: true,
    description: 'Monthly recurring revenue it brings into use; null: nobody has said.',
  })
  monthlyValue(@Root() { amount, currency }: Deployment): Money | null {
    return amount == null || currency == null ? null : { amount, currency };
  }

  @FieldResolver(() => Float, { nullable: true, description: 'Milestones reached of all, 0–1.' })
  progress(@Root() { milestones }: Deployment): number | null {
    return milestones == null ? null : progressOf(milestones);
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description: 'Time to live: days from the first day to the day it went live; null: not live yet.',
  })
  daysToLive(@Root() { startedOn, liveOn }: Deployment): number | null {
    return startedOn == null || liveOn == null ? null : daysBetween(startedOn, liveOn);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first. Staff only.',
  })
  history(
    @Root() one: Deployment,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'deployment', one.id, args);
  }

  @Mutation(() => DeploymentPayload, {
    description:
      "Begins a customer's onboarding; a new customer's first paid order does so by itself. Roles: admin, manager, operator.",
  })
  startDeployment(
    @Arg('input', () => StartDeploymentInput, { description: 'Whose, and what it consists of.' })
    input: StartDeploymentInput,
    @Ctx() context: RequestContext,
  ): Promise<DeploymentPayload> {
    return payload(async () => ({ deployment: await startDeployment(context, input) }));
  }

  @Mutation(() => DeploymentPayload, {
    description:
      'Changes a deployment. Roles: admin, manager, operator; agents for customers they manage and deployments they lead.',
  })
  updateDeployment(
    @Arg('input', () => UpdateDeploymentInput, { description: 'What changes.' }) input: UpdateDeploymentInput,
    @Ctx() context: RequestContext,
  ): Promise<DeploymentPayload> {
    return payload(async () => ({ deployment: await updateDeployment(context, input) }));
  }

  @Mutation(() => DeploymentPayload, {
    description:
      'Says that a milestone was reached. Roles: admin, manager, operator; agents for customers they manage and deployments they lead.',
  })
  completeMilestone(
    @Arg('input', () => CompleteMilestoneInput, { description: 'Which, and when.' })
    input: CompleteMilestoneInput,
    @Ctx() context: RequestContext,
  ): Promise<DeploymentPayload> {
    return payload(async () => ({ deployment: await completeMilestone(context, input) }));
  }

  @Mutation(() => DeploymentPayload, {
    description:
      'Says that a milestone was not reached after all. Roles: admin, manager, operator; agents for customers they manage and deployments they lead.',
  })
  reopenMilestone(
    @Arg('input', () => ReopenMilestoneInput, { description: 'Which.' }) input: ReopenMilestoneInput,
    @Ctx() context: RequestContext,
  ): Promise<DeploymentPayload> {
    return payload(async () => ({ deployment: await reopenMilestone(context, input) }));
  }

  @Mutation(() => DeploymentPayload, {
    description:
      'Completes a deployment all of whose milestones were reached, and schedules the first review. Roles: admin, manager, operator; agents for customers they manage and deployments they lead.',
  })
  goLive(
    @Arg('input', () => GoLiveInput, { description: 'Which, and when.' }) input: GoLiveInput,
    @Ctx() context: RequestContext,
  ): Promise<DeploymentPayload> {
    return payload(async () => ({ deployment: await goLive(context, input) }));
  }

  @Mutation(() => DeploymentPayload, {
    description:
      'Gives a deployment up; another may begin. Roles: admin, manager, operator; agents for customers they manage and deployments they lead.',
  })
  cancelDeployment(
    @Arg('input', () => CancelDeploymentInput, { description: 'Which, and why.' })
    input: CancelDeploymentInput,
    @Ctx() context: RequestContext,
  ): Promise<DeploymentPayload> {
    return payload(async () => ({ deployment: await cancelDeployment(context, input) }));
  }

  @Mutation(() => ImportReport, {
    description:
      'Imports rows of `deployments.csv`; owners named but not on record are created. Roles: admin, operator.',
  })
  importDeployments(
    @Arg('input', () => ImportInput, { description: 'The rows.' }) input: ImportInput,
    @Ctx() context: RequestContext,
  ): Promise<ImportReport> {
    return importDeployments(context, input);
  }
}

@Resolver(() => DeploymentMilestone)
export class DeploymentMilestoneResolver {
  @FieldResolver(() => Person, { nullable: true, description: 'Who said that it was reached.' })
  async completedBy(
    @Root() milestone: DeploymentMilestone,
    @Ctx() context: RequestContext,
  ): Promise<Person | null> {
    return milestone.completedBy === null ? null : loadPerson(context, milestone.completedBy);
  }
}

@Resolver(() => Customer)
export class CustomerDeploymentsResolver {
  @FieldResolver(() => DeploymentConnection, { nullable: true, description: 'Its onboarding.' })
  async deployments(
    @Root() customer: Customer,
    @Args(() => DeploymentsArgs) args: DeploymentsArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await listDeploymentsOf(context, 'customer', customer.id, args);
    return page && toConnection(page, (row) => row);
  }
}

@Resolver(() => Person)
export class OwnerDeploymentsResolver {
  @FieldResolver(() => DeploymentConnection, {
    nullable: true,
    description: 'Deployments that this person leads, as far as you see them.',
  })
  async deployments(
    @Root() person: Person,
    @Args(() => DeploymentsArgs) args: DeploymentsArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await listDeploymentsOf(context, 'owner', person.id, args);
    return page && toConnection(page, (row) => row);
  }
}
