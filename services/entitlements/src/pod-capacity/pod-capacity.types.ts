import { DecimalScalar } from '@plimsoll/shared';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Pod, PodSeatKind, type SeatKind } from '../pod/index.js';

@ObjectType('PodCapacity', {
  description: 'Seats of a pod for one kind of subscription, with what is taken of them now.',
})
export class PodCapacity {
  podId!: string;

  @Field(() => PodSeatKind, { nullable: true, description: 'The kind; null: all kinds together.' })
  kind!: SeatKind | null;

  @Field(() => Int, { description: 'How many subscriptions it takes.' })
  seats!: number;

  @Field(() => Int, {
    description:
      'Seats that are kept: held for orders and moves that are under way, and for subscriptions that begin on a later day.',
  })
  reserved!: number;

  @Field(() => Int, { description: 'Active subscriptions on the pod now.' })
  used!: number;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'At this percent of the seats hosting operations is told, 0–100; null: never.',
  })
  warningPercent!: string | null;

  @Field(() => Boolean, { description: 'Whether no seat is left: used + reserved ≥ seats.' })
  full!: boolean;
}

@ObjectType('PlacementConsideration', { description: 'Why a pod would take a subscription, or why not.' })
export class PlacementConsideration {
  @Field(() => ID, { description: 'The pod, `pod_…`.' })
  podId!: string;

  @Field(() => String, { description: "The pod's name." })
  name!: string;

  @Field(() => Boolean, { description: 'Whether it could take the subscription, chosen or not.' })
  accepted!: boolean;

  @Field(() => String, { description: 'Why it is chosen, comes after another, or cannot take it.' })
  reason!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Seats left for the kind, 0 or more; null: it has none for this kind at all.',
  })
  freeSeats!: number | null;
}

@ObjectType('PlacementPreview', { description: 'Where a subscription would be placed at this moment.' })
export class PlacementPreview {
  podId?: string | null;

  @Field(() => Pod, { nullable: true, description: 'The pod it would go to; null: none can take it now.' })
  pod?: Pod | null;

  @Field(() => [PlacementConsideration], {
    nullable: true,
    description: 'Every pod, by name, with the reason for or against it. Staff only.',
  })
  considered?: PlacementConsideration[] | null;
}
