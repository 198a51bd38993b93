import { ArgsType, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import {
  ConnectionArgs,
  connectionOf,
  DateTimeScalar,
  DurationScalar,
  OrderDirection,
} from '@plimsoll/shared';
import { SlaClock } from '../sla-clock/index.js';
import { SlaTarget } from '../sla-target/index.js';
import { TicketPriority } from '../ticket/index.js';

@ObjectType('ForecastBreach', {
  description: 'A response target that breaks unless somebody does something, by its calendar as it is now.',
})
export class ForecastBreach {
  ticketId!: string;

  @Field(() => DateTimeScalar, { description: 'When it breaks.' })
  dueAt!: Date;

  @Field(() => SlaClock, { description: 'The clock as it stands now.' })
  clock!: object;
}

@InputType('BreachForecastFilter', { description: 'Which breaches; all conditions must hold.' })
export class BreachForecastFilter {
  @Field(() => ID, { nullable: true, description: 'Of tickets of this team.' })
  teamId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of tickets in this queue.' })
  queueId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of tickets that this person works on.' })
  assigneeId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of tickets of this customer.' })
  customerId?: string | null;

  @Field(() => SlaTarget, { nullable: true, description: 'Of this target.' })
  target?: SlaTarget | null;

  @Field(() => TicketPriority, { nullable: true, description: 'Of tickets that have this priority now.' })
  priority?: TicketPriority | null;
}

/** By what forecast breaches are sorted. */
export enum BreachForecastOrderField {
  DUE_AT = 'DUE_AT',
}
registerEnumType(BreachForecastOrderField, {
  name: 'BreachForecastOrderField',
  description: 'By what forecast breaches are sorted.',
  valuesConfig: { DUE_AT: { description: 'By the instant at which they happen.' } },
});

@InputType('BreachForecastOrder', { description: 'How forecast breaches are sorted.' })
export class BreachForecastOrder {
  @Field(() => BreachForecastOrderField, { description: 'By what.' })
  field!: BreachForecastOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class BreachForecastArgs extends ConnectionArgs {
  @Field(() => DurationScalar, {
    defaultValue: 'PT8H',
    description: 'How far ahead of now, on the clock on the wall; more than nothing, at most 92 days.',
  })
  within!: string;

  @Field(() => BreachForecastFilter, { nullable: true, description: 'Which breaches; all by default.' })
  filter?: BreachForecastFilter | null;

  @Field(() => BreachForecastOrder, {
    nullable: true,
    description: 'How they are sorted; the next one first by default.',
  })
  orderBy?: BreachForecastOrder | null;
}

export const { Connection: ForecastBreachConnection } = connectionOf(() => ForecastBreach, 'ForecastBreach');
