import { DecimalScalar, RecordObject, UpdateInput, UserError } from '@plimsoll/shared';
import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { TicketLevel, TicketPriority } from '../ticket/index.js';

@ObjectType('PriorityCell', { description: 'The priority of an impact with an urgency.' })
export class PriorityCell {
  @Field(() => TicketLevel, { description: 'How wide it reaches.' })
  impact!: TicketLevel;

  @Field(() => TicketLevel, { description: 'How soon it has to be dealt with.' })
  urgency!: TicketLevel;

  @Field(() => TicketPriority, { description: 'The priority.' })
  priority!: TicketPriority;
}

@ObjectType('PriorityScheme', {
  description: 'How the desk works out priorities and the impact of incidents. Staff only.',
})
export class PriorityScheme extends RecordObject {
  @Field(() => Int, {
    nullable: true,
    description:
      'So many customers down make the impact of an incident HIGH, so many degraded MEDIUM; fewer do where one of them weighs by itself.',
  })
  manyCustomers?: number | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Segments whose customers weigh by themselves: SMB, MID_MARKET, ENTERPRISE.',
  })
  weightySegments?: string[] | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'Customers that are promised at least so much uptime weigh by themselves; percent. Null: no matter what is promised.',
  })
  weightyUptime?: string | null;
}

@InputType('PriorityCellInput', { description: 'The priority of an impact with an urgency.' })
export class PriorityCellInput {
  @Field(() => TicketLevel, { description: 'How wide it reaches.' })
  impact!: TicketLevel;

  @Field(() => TicketLevel, { description: 'How soon it has to be dealt with.' })
  urgency!: TicketLevel;

  @Field(() => TicketPriority, { description: 'The priority.' })
  priority!: TicketPriority;
}

@InputType('SetPrioritySchemeInput', {
  description: 'How priorities and impacts follow from now on; a field that is left out stays as it is.',
})
export class SetPrioritySchemeInput extends UpdateInput {
  @Field(() => [PriorityCellInput], {
    nullable: true,
    description: 'All nine priorities; none comes before one whose impact and urgency are at least as high.',
  })
  matrix?: PriorityCellInput[] | null;

  @Field(() => Int, { nullable: true, description: 'How many customers are many, 1–1,000,000.' })
  manyCustomers?: number | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Segments whose customers weigh by themselves: SMB, MID_MARKET, ENTERPRISE.',
  })
  weightySegments?: string[] | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'Customers that are promised so much uptime weigh by themselves; percent. Null: no matter what is promised.',
  })
  weightyUptime?: string | null;

  @Field(() => String, { description: 'Why, 1–200 characters.' })
  reason!: string;
}

@ObjectType('PrioritySchemePayload', {
  description: 'The scheme after a mutation, or why nothing changed.',
})
export class PrioritySchemePayload {
  @Field(() => PriorityScheme, { nullable: true, description: 'The scheme as it is now; null when refused.' })
  scheme?: PriorityScheme | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}
