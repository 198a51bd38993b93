import { Field, ObjectType } from 'type-graphql';
import { DateTimeScalar, UserError } from '@plimsoll/shared';

@ObjectType('RedundancyTrialPayload', { description: 'The request, or why there is none.' })
export class RedundancyTrialPayload {
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was asked for; null when refused.' })
  requestedAt?: Date | null;

  @Field(() => [UserError], { description: 'Why nothing was asked for; empty on success.' })
  userErrors!: UserError[];
}
