import { payload, type RequestContext } from '@plimsoll/shared';
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { Pod, PodPayload } from '../pod/index.js';
import { loadSubscription } from '../subscription/index.js';
import { loadDrainProgress } from './drain.loader.js';
import { drainPod, moveTenant, undrainPod } from './pod-move.service.js';
import {
  DrainPodInput,
  MoveTenantInput,
  MoveTenantPayload,
  PodDrain,
  UndrainPodInput,
} from './pod-move.types.js';

@Resolver(() => Pod)
export class PodMoveResolver {
  @FieldResolver(() => PodDrain, {
    nullable: true,
    description: 'How far it is with letting its tenants go; null where it is not being drained. Staff only.',
  })
  async drain(@Root() pod: Pod, @Ctx() context: RequestContext): Promise<PodDrain | null> {
    if (context.scope.kind !== 'STAFF' || pod.drainingSince == null) return null;
    const { total, moved, failed } = (await loadDrainProgress(context, pod.id)) ?? {
      total: 0,
      moved: 0,
      failed: 0,
    };
    const waiting = total - moved - failed;
    return { since: pod.drainingSince, reason: pod.drainReason ?? '', total, moved, waiting, failed };
  }

  @Mutation(() => PodPayload, {
    description:
      'Lets a pod take nothing new and asks for each of its tenants to be moved to another pod of its region; `drain` shows how far it is. Asked again, it tries again what failed. Roles: admin, manager, operator.',
  })
  drainPod(
    @Arg('input', () => DrainPodInput, { description: 'Which pod, and why.' }) input: DrainPodInput,
    @Ctx() context: RequestContext,
  ): Promise<PodPayload> {
    return payload(async () => ({ pod: await drainPod(context, input) }));
  }

  @Mutation(() => PodPayload, {
    description:
      'Lets a pod that is being drained take tenants again. Moves that wait for a seat are given up, those that have one go on. Roles: admin, manager, operator.',
  })
  undrainPod(
    @Arg('input', () => UndrainPodInput, { description: 'Which pod, and why.' }) input: UndrainPodInput,
    @Ctx() context: RequestContext,
  ): Promise<PodPayload> {
    return payload(async () => ({ pod: await undrainPod(context, input) }));
  }

  @Mutation(() => MoveTenantPayload, {
    description:
      'Asks for the tenant of a subscription to be moved to another pod; where there is no seat, the move waits for one. Roles: admin, manager, operator.',
  })
  moveTenant(
    @Arg('input', () => MoveTenantInput, { description: 'Which tenant, whereto, and why.' })
    input: MoveTenantInput,
    @Ctx() context: RequestContext,
  ): Promise<MoveTenantPayload> {
    return payload(async () => {
      const provisioning = await moveTenant(context, input);
      return { provisioning, subscription: await loadSubscription(context, input.subscriptionId) };
    });
  }
}
