import { CreateInput, DateTimeScalar, UpdateInput, UserError } from '@plimsoll/shared';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ProvisioningRequest } from '../provisioning/index.js';
import { CustomerSubscription } from '../subscription/index.js';

@ObjectType('PodDrain', {
  description: 'How far a pod is with letting its tenants go: total = moved + waiting + failed.',
})
export class PodDrain {
  @Field(() => DateTimeScalar, { description: 'Since when it takes nothing new.' })
  since!: Date;

  @Field(() => String, { description: 'Why.' })
  reason!: string;

  @Field(() => Int, {
    description: 'Tenants on it when it began, and those that came in by orders under way.',
  })
  total!: number;

  @Field(() => Int, { description: 'Tenants no longer on it: moved, or ended meanwhile.' })
  moved!: number;

  @Field(() => Int, {
    description: 'Tenants whose move is to come, under way, or waits for a seat elsewhere.',
  })
  waiting!: number;

  @Field(() => Int, {
    description:
      'Tenants whose move failed; they stay until the pod is drained again or they are moved by hand.',
  })
  failed!: number;
}

@InputType('DrainPodInput', { description: 'Lets a pod take nothing new, and moves its tenants away.' })
export class DrainPodInput extends UpdateInput {
  @Field(() => String, { description: 'Why, 1–200 characters.' })
  reason!: string;
}

@InputType('UndrainPodInput', { description: 'Lets a pod that is being drained take tenants again.' })
export class UndrainPodInput extends UpdateInput {
  @Field(() => String, { description: 'Why, 1–200 characters.' })
  reason!: string;
}

@InputType('MoveTenantInput', { description: 'Moves the tenant of a subscription to another pod.' })
export class MoveTenantInput extends CreateInput {
  @Field(() => ID, { description: 'Whose tenant it is, `sub_…`.' })
  subscriptionId!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Where it goes, `pod_…`; when left out, where placement puts it in the same region.',
  })
  toPodId?: string | null;

  @Field(() => String, { description: 'Why, 1–200 characters.' })
  reason!: string;
}

@ObjectType('MoveTenantPayload', { description: 'The move that was asked for, or why nothing changed.' })
export class MoveTenantPayload {
  @Field(() => ProvisioningRequest, {
    nullable: true,
    description: 'The request that moves it, with its steps; null when refused.',
  })
  provisioning?: ProvisioningRequest | null;

  @Field(() => CustomerSubscription, {
    nullable: true,
    description: 'The subscription, still where it was until the move is done; null when refused.',
  })
  subscription?: CustomerSubscription | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}
