import { ConnectionArgs, payload, toConnection, type RequestContext } from '@plimsoll/shared';
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { Queue, queueLoaders } from '../queue/index.js';
import { Team, teamLoaders } from '../team/index.js';
import { listRuleSets, loadLiveRuleSet, loadRuleSet } from './routing-rule-set.loader.js';
import { createRuleSet, publishRuleSet, updateRuleSet, withdrawRuleSet } from './routing-rule-set.service.js';
import type { RoutingRuleSetRecord } from './routing-rule-set.store.js';
import {
  CreateRoutingRuleSetInput,
  RoutingRuleObject,
  RoutingRuleSet,
  RoutingRuleSetConnection,
  RoutingRuleSetPayload,
  RoutingRuleSetsArgs,
  RuleSetStepInput,
  UpdateRoutingRuleSetInput,
} from './routing-rule-set.types.js';

@Resolver(() => RoutingRuleObject)
export class RoutingRuleResolver {
  @FieldResolver(() => Queue, { nullable: true, description: 'The queue its tickets go to.' })
  queue(@Root() { queueId }: RoutingRuleObject, @Ctx() context: RequestContext) {
    return queueLoaders.byId(context, queueId);
  }

  @FieldResolver(() => Team, {
    nullable: true,
    description: 'The team its tickets go to, whose people are asked; null: those of the queue.',
  })
  team(@Root() { teamId }: RoutingRuleObject, @Ctx() context: RequestContext) {
    return teamId === null ? null : teamLoaders.byId(context, teamId);
  }
}

@Resolver(() => RoutingRuleSet)
export class RoutingRuleSetResolver {
  @Query(() => RoutingRuleSet, {
    nullable: true,
    description: 'The set of routing rules with this id; null where there is none for you.',
  })
  routingRuleSet(
    @Arg('id', () => ID, { description: 'Identifier, `rrs_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ) {
    return loadRuleSet(context, id);
  }

  @Query(() => RoutingRuleSet, {
    nullable: true,
    description:
      'The set of routing rules in force; null where none is: every ticket then goes to the queue "Unrouted". Staff only.',
  })
  liveRoutingRules(@Ctx() context: RequestContext) {
    return loadLiveRuleSet(context);
  }

  @Query(() => RoutingRuleSetConnection, {
    description: 'Sets of routing rules; staff see all, others none.',
  })
  async routingRuleSets(
    @Args(() => RoutingRuleSetsArgs) args: RoutingRuleSetsArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listRuleSets(context, args), (row) => row as unknown as RoutingRuleSet);
  }

  @FieldResolver(() => Queue, {
    nullable: true,
    description: 'Where a ticket goes that no rule takes.',
  })
  fallbackQueue(@Root() { fallbackQueueId }: RoutingRuleSetRecord, @Ctx() context: RequestContext) {
    return queueLoaders.byId(context, fallbackQueueId);
  }

  @FieldResolver(() => RoutingRuleSet, { nullable: true, description: 'The set it was drafted from.' })
  basedOn(@Root() { basedOnId }: RoutingRuleSetRecord, @Ctx() context: RequestContext) {
    return basedOnId === null ? null : loadRuleSet(context, basedOnId);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first. Staff only.',
  })
  history(
    @Root() { id }: RoutingRuleSetRecord,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'routing_rule_set', id, args);
  }

  @Mutation(() => RoutingRuleSetPayload, {
    description: 'Drafts a set of routing rules, which routes nothing yet. Roles: admin, manager.',
  })
  createRoutingRuleSet(
    @Arg('input', () => CreateRoutingRuleSetInput, { description: 'The draft.' })
    input: CreateRoutingRuleSetInput,
    @Ctx() context: RequestContext,
  ): Promise<RoutingRuleSetPayload> {
    return payload(async () => ({ ruleSet: await createRuleSet(context, input) }));
  }

  @Mutation(() => RoutingRuleSetPayload, {
    description: 'Edits a draft of routing rules. Roles: admin, manager.',
  })
  updateRoutingRuleSet(
    @Arg('input', () => UpdateRoutingRuleSetInput, { description: 'What changes.' })
    input: UpdateRoutingRuleSetInput,
    @Ctx() context: RequestContext,
  ): Promise<RoutingRuleSetPayload> {
    return payload(async () => ({ ruleSet: await updateRuleSet(context, input) }));
  }

  @Mutation(() => RoutingRuleSetPayload, {
    description:
      'Puts a draft of routing rules in force at once; the set in force until then is retired. Tickets stay where they are. Roles: admin, manager.',
  })
  publishRoutingRuleSet(
    @Arg('input', () => RuleSetStepInput, { description: 'Which draft, and why.' }) input: RuleSetStepInput,
    @Ctx() context: RequestContext,
  ): Promise<RoutingRuleSetPayload> {
    return payload(async () => ({ ruleSet: await publishRuleSet(context, input) }));
  }

  @Mutation(() => RoutingRuleSetPayload, {
    description: 'Gives a draft of routing rules up; it stays on record. Roles: admin, manager.',
  })
  withdrawRoutingRuleSet(
    @Arg('input', () => RuleSetStepInput, { description: 'Which draft, and why.' }) input: RuleSetStepInput,
    @Ctx() context: RequestContext,
  ): Promise<RoutingRuleSetPayload> {
    return payload(async () => ({ ruleSet: await withdrawRuleSet(context, input) }));
  }
}
