import { Field, ID, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '@plimsoll/shared';

@ObjectType('DoNotUpsell', { description: 'Whether now is the wrong moment to sell to a customer.' })
export class DoNotUpsell {
  @Field(() => Boolean, {
    description: 'Whether an incident hits the customer, or a ticket of its own is urgent, at this moment.',
  })
  active!: boolean;

  @Field(() => String, { nullable: true, description: 'Why; null where it is not active.' })
  reason!: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The incident that hits the customer worst; null without one.',
  })
  incidentId!: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The open ticket of priority P1 or severity SEV1 that was opened first; null without one.',
  })
  ticketId!: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the impact ends, where its end is on record already; else null.',
  })
  until!: Date | null;
}
