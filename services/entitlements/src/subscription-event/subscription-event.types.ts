import { connectionOf, DateScalar } from '@plimsoll/shared';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';

/** What may happen to a subscription. */
export enum SubscriptionEventType {
  STARTED = 'STARTED',
  EXTENDED = 'EXTENDED',
  CONVERTED = 'CONVERTED',
  UPGRADED = 'UPGRADED',
  DOWNGRADED = 'DOWNGRADED',
  ADD_ON = 'ADD_ON',
  RENEWED = 'RENEWED',
  CANCELLED = 'CANCELLED',
  ENDED = 'ENDED',
  REACTIVATED = 'REACTIVATED',
}
registerEnumType(SubscriptionEventType, {
  name: 'SubscriptionEventType',
  description: 'What may happen to a subscription.',
  valuesConfig: {
    STARTED: { description: 'Its first day.' },
    EXTENDED: { description: 'A trial was given more time.' },
    CONVERTED: { description: 'It ended in favour of a paid one that began on the same day.' },
    UPGRADED: { description: 'A higher plan, or more for more.' },
    DOWNGRADED: { description: 'A lower plan, or less for less.' },
    ADD_ON: { description: 'More was added to it.' },
    RENEWED: { description: 'A further term was agreed.' },
    CANCELLED: { description: 'Its end was asked for; it takes effect later, with ENDED.' },
    ENDED: { description: 'The first day on which it no longer ran.' },
    REACTIVATED: { description: 'Its cancellation was withdrawn, or it ran again after its end.' },
  },
});

@ObjectType('SubscriptionEvent', { description: 'Something that happened to a subscription.' })
export class CustomerSubscriptionEvent {
  @Field(() => DateScalar, { description: 'The day from which it applies.' })
  on!: string;

  @Field(() => SubscriptionEventType, { description: 'What happened.' })
  type!: SubscriptionEventType | keyof typeof SubscriptionEventType;

  @Field(() => Int, { nullable: true, description: 'The quantity from this day on; null: as before.' })
  quantity!: number | null;

  @Field(() => String, { nullable: true, description: 'Why, where somebody said.' })
  reason!: string | null;

  subscriptionId!: string;

  monthlyPrice!: string | null;

  planId!: string | null;
}

export const { Connection: SubscriptionEventConnection } = connectionOf(
  () => CustomerSubscriptionEvent,
  'SubscriptionEvent',
);
