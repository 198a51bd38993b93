import { UpdateInput } from '@plimsoll/shared';
import { Field, InputType } from 'type-graphql';

@InputType('RerouteTicketInput', { description: 'A ticket that finds its way anew.' })
export class RerouteTicketInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'Why, for the history.' })
  reason?: string | null;
}
