import { ConnectionArgs, ExternalIdArgs, payload, toConnection, type RequestContext } from '@plimsoll/shared';
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { loadOnCallRotation, OnCallRotation } from '../on-call-rotation/index.js';
import { Team, teamLoaders } from '../team/index.js';
import { CreateEscalationPolicyInput, UpdateEscalationPolicyInput } from './escalation-policy-input.types.js';
import {
  listEscalationPolicies,
  loadEscalationPolicy,
  loadEscalationPolicyByExternalId,
} from './escalation-policy.loader.js';
import { createEscalationPolicy, updateEscalationPolicy } from './escalation-policy.service.js';
import {
  EscalationPoliciesArgs,
  EscalationPolicy,
  EscalationPolicyConnection,
  EscalationPolicyPayload,
  EscalationStep,
} from './escalation-policy.types.js';

@Resolver(() => EscalationPolicy)
export class EscalationPolicyResolver {
  @Query(() => EscalationPolicy, {
    nullable: true,
    description: 'The policy with this id; null where there is none for you.',
  })
  escalationPolicy(
    @Arg('id', () => ID, { description: 'Identifier, `esp_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ) {
    return loadEscalationPolicy(context, id);
  }

  @Query(() => EscalationPolicy, {
    nullable: true,
    description: 'The policy with this identifier in another system.',
  })
  escalationPolicyByExternalId(
    @Args(() => ExternalIdArgs) { source, externalId }: ExternalIdArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadEscalationPolicyByExternalId(context, source, externalId);
  }

  @Query(() => EscalationPolicyConnection, { description: 'Policies by which tickets escalate. Staff only.' })
  async escalationPolicies(
    @Args(() => EscalationPoliciesArgs) args: EscalationPoliciesArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listEscalationPolicies(context, args), (row) => row);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first.',
  })
  history(
    @Root() { id }: EscalationPolicy,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'escalation_policy', id, args);
  }

  @Mutation(() => EscalationPolicyPayload, { description: 'Makes a policy. Roles: admin, manager.' })
  createEscalationPolicy(
    @Arg('input', () => CreateEscalationPolicyInput, { description: 'The new policy.' })
    input: CreateEscalationPolicyInput,
    @Ctx() context: RequestContext,
  ): Promise<EscalationPolicyPayload> {
    return payload(async () => ({ policy: await createEscalationPolicy(context, input) }));
  }

  @Mutation(() => EscalationPolicyPayload, {
    description: 'Edits a policy; what it has begun goes on as it was. Roles: admin, manager.',
  })
  updateEscalationPolicy(
    @Arg('input', () => UpdateEscalationPolicyInput, { description: 'What changes.' })
    input: UpdateEscalationPolicyInput,
    @Ctx() context: RequestContext,
  ): Promise<EscalationPolicyPayload> {
    return payload(async () => ({ policy: await updateEscalationPolicy(context, input) }));
  }
}

@Resolver(() => EscalationStep)
export class EscalationStepResolver {
  @FieldResolver(() => OnCallRotation, {
    nullable: true,
    description: 'The rotation of whose people those on call are told.',
  })
  rotation(@Root() { rotationId }: EscalationStep, @Ctx() context: RequestContext) {
    return rotationId === null ? null : loadOnCallRotation(context, rotationId);
  }

  @FieldResolver(() => Team, { nullable: true, description: 'The team whose people are told.' })
  team(@Root() { teamId }: EscalationStep, @Ctx() context: RequestContext) {
    return teamId === null ? null : teamLoaders.byId(context, teamId);
  }
}
