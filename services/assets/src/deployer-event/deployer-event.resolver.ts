import { payload, toConnection, type RequestContext } from '@plimsoll/shared';
import { Arg, Args, Ctx, Directive, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Change, loadChange } from '../change/index.js';
import { DeployerRule, loadDeployerRule } from '../deployer-rule/index.js';
import { loadRelease, Release } from '../release/index.js';
import { loadRollout, Rollout } from '../release-rollout/index.js';
import { listDeployerEvents, loadDeployerEvent } from './deployer-event.loader.js';
import { receiveDeployerEvent, replayDeployerEvent } from './deployer-event.service.js';
import type { DeployerEventRecord } from './deployer-event.store.js';
import {
  DeployerEvent,
  DeployerEventConnection,
  DeployerEventPayload,
  DeployerEventReceipt,
  DeployerEventsArgs,
  ReceiveDeployerEventInput,
  ReplayDeployerEventInput,
} from './deployer-event.types.js';

@Resolver(() => DeployerEvent)
export class DeployerEventResolver {
  @Query(() => DeployerEvent, {
    nullable: true,
    description: 'The delivery with this id; null where there is none for you. Staff only.',
  })
  deployerEvent(
    @Arg('id', () => ID, { description: 'Identifier, `dev_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<DeployerEvent | null> {
    return loadDeployerEvent(context, id);
  }

  @Query(() => DeployerEventConnection, {
    description: 'What deployers have told, and what came of it. Staff only.',
  })
  async deployerEvents(
    @Args(() => DeployerEventsArgs) args: DeployerEventsArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listDeployerEvents(context, args), (row) => row);
  }

  @FieldResolver(() => DeployerRule, { nullable: true, description: 'The rule that was followed.' })
  rule(
    @Root() { ruleId }: DeployerEventRecord,
    @Ctx() context: RequestContext,
  ): Promise<DeployerRule | null> | null {
    return ruleId === null ? null : loadDeployerRule(context, ruleId);
  }

  @FieldResolver(() => Release, { nullable: true, description: 'The release that it made or is about.' })
  release(
    @Root() { releaseId }: DeployerEventRecord,
    @Ctx() context: RequestContext,
  ): Promise<Release | null> | null {
    return releaseId === null ? null : loadRelease(context, releaseId);
  }

  @FieldResolver(() => Rollout, { nullable: true, description: 'The rollout that it made or moved.' })
  rollout(
    @Root() { rolloutId }: DeployerEventRecord,
    @Ctx() context: RequestContext,
  ): Promise<Rollout | null> | null {
    return rolloutId === null ? null : loadRollout(context, rolloutId);
  }

  @FieldResolver(() => Change, { nullable: true, description: 'The change that it made or moved.' })
  change(
    @Root() { changeId }: DeployerEventRecord,
    @Ctx() context: RequestContext,
  ): Promise<Change | null> | null {
    return changeId === null ? null : loadChange(context, changeId);
  }

  @Directive('@inaccessible')
  @Mutation(() => DeployerEventReceipt, {
    description: 'Takes a delivery. Of the gateway alone, which no client can ask through.',
  })
  async receiveDeployerEvent(
    @Arg('input', () => ReceiveDeployerEventInput, { description: 'The delivery.' })
    input: ReceiveDeployerEventInput,
    @Ctx() context: RequestContext,
  ): Promise<DeployerEventReceipt> {
    const { event, repeated } = await receiveDeployerEvent(context, input);
    return { id: event.id, outcome: event.outcome, reason: event.reason, repeated };
  }

  @Mutation(() => DeployerEventPayload, {
    description:
      'Asks the rules again about a delivery that came to nothing, after they were changed. Roles: admin, manager, operator.',
  })
  replayDeployerEvent(
    @Arg('input', () => ReplayDeployerEventInput, { description: 'Which.' }) input: ReplayDeployerEventInput,
    @Ctx() context: RequestContext,
  ): Promise<DeployerEventPayload> {
    return payload(async () => ({ deployerEvent: await replayDeployerEvent(context, input) }));
  }
}
