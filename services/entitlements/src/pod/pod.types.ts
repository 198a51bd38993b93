import { ArgsType, Directive, Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import {
  ConnectionArgs,
  connectionOf,
  CreateInput,
  DecimalScalar,
  OrderDirection,
  RecordObject,
  UpdateInput,
  UserError,
} from '@plimsoll/shared';
import type { SeatAllowance, SeatKind } from './pod.rules.js';

/** The kinds of subscription, as far as a pod counts them; the same words as in a subscription. */
export enum PodSeatKind {
  FREE = 'FREE',
  TRIAL = 'TRIAL',
  PILOT = 'PILOT',
  DEMO = 'DEMO',
  TRAINING = 'TRAINING',
  PARTNER = 'PARTNER',
  STANDARD = 'STANDARD',
}
registerEnumType(PodSeatKind, {
  name: 'PodSeatKind',
  description: 'The kind of subscription that seats of a pod are for.',
  valuesConfig: {
    FREE: { description: 'Free of charge, without an end.' },
    TRIAL: { description: 'To try, with an end.' },
    PILOT: { description: 'A pilot project.' },
    DEMO: { description: 'To show.' },
    TRAINING: { description: 'To learn on.' },
    PARTNER: { description: "A reseller's own use." },
    STANDARD: { description: 'Sold.' },
  },
});

@Directive('@key(fields: "id")')
@ObjectType('Pod', { description: 'A place where tenants of customers run: a region with so many seats.' })
export class Pod extends RecordObject {
  @Field(() => String, { nullable: true, description: 'Name.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'The region it stands in.' })
  region?: string | null;

  seats?: SeatAllowance[] | null;

  warningPercent?: string | null;

  @Field(() => [String], { nullable: true, description: 'Industries it is reserved for; empty: for all.' })
  verticals?: string[] | null;

  drainingSince?: Date | null;

  drainReason?: string | null;
}

@InputType('PodFilter', { description: 'Which pods; all conditions must hold.' })
export class PodFilter {
  @Field(() => String, { nullable: true, description: 'Part of the name, in any case.' })
  search?: string | null;

  @Field(() => String, { nullable: true, description: 'Region, exact.' })
  region?: string | null;
}

/** By what pods are sorted. */
export enum PodOrderField {
  NAME = 'NAME',
}
registerEnumType(PodOrderField, {
  name: 'PodOrderField',
  description: 'By what pods are sorted.',
  valuesConfig: { NAME: { description: 'By name.' } },
});

@InputType('PodOrder', { description: 'How pods are sorted.' })
export class PodOrder {
  @Field(() => PodOrderField, { description: 'By what.' })
  field!: PodOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class PodsArgs extends ConnectionArgs {
  @Field(() => PodFilter, { nullable: true, description: 'Which pods; all by default.' })
  filter?: PodFilter | null;

  @Field(() => PodOrder, { nullable: true, description: 'How they are sorted; by name by default.' })
  orderBy?: PodOrder | null;
}

export const { Connection: PodConnection } = connectionOf(() => Pod, 'Pod');

@ObjectType('PodPayload', { description: 'The pod after a mutation, or why nothing changed.' })
export class PodPayload {
  @Field(() => Pod, { nullable: true, description: 'The pod as it is now; null when refused.' })
  pod?: Pod | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('PodSeatsInput', { description: 'How many subscriptions a pod takes.' })
export class PodSeatsInput {
  @Field(() => PodSeatKind, {
    nullable: true,
    description: 'The kind they are for; null: all kinds together, as the only entry.',
  })
  kind?: SeatKind | null;

  @Field(() => Int, { description: 'How many, 0 or more.' })
  seats!: number;
}

@InputType('CreatePodInput', { description: 'A new pod.' })
export class CreatePodInput extends CreateInput {
  @Field(() => String, { description: 'Name, 1–200 characters.' })
  name!: string;

  @Field(() => String, { description: 'The region it stands in, 1–200 characters.' })
  region!: string;

  @Field(() => [PodSeatsInput], { description: 'Its seats: one entry for all kinds, or one a kind.' })
  seats!: PodSeatsInput[];

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'At this percent of the seats hosting operations is told, 0–100.',
  })
  warningPercent?: string | null;

  @Field(() => [String], { defaultValue: [], description: 'Industries it is reserved for; empty: for all.' })
  verticals!: string[];
}

@InputType('UpdatePodInput', {
  description: 'Changes to a pod; a field that is left out stays as it is. Tenants stay.',
})
export class UpdatePodInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'New name, 1–200 characters.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'New region, 1–200 characters.' })
  region?: string | null;

  @Field(() => [PodSeatsInput], { nullable: true, description: 'New seats, in place of the present ones.' })
  seats?: PodSeatsInput[] | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'New warning mark, 0–100; null removes it.' })
  warningPercent?: string | null;

  @Field(() => [String], { nullable: true, description: 'New industries, in place of the present ones.' })
  verticals?: string[] | null;
}
