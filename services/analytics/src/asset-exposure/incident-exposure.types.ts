import { ArgsType, Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { ConnectionArgs, connectionOf, DateTimeScalar, Money } from '@plimsoll/shared';
import { Product, Ticket } from '../reference/index.js';

@ArgsType()
export class IncidentExposureArgs extends ConnectionArgs {
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Incidents whose first impact began then or later; null: a year before `to`.',
  })
  from!: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Incidents whose first impact began before it; null: now. At most ten years after `from`.',
  })
  to!: Date | null;

  @Field(() => Boolean, { nullable: true, description: 'Only planned ones, or only the others.' })
  planned!: boolean | null;
}

@ObjectType('IncidentExposure', {
  description: 'What an incident did to customers, by the ledger as it stands.',
})
export class IncidentExposure {
  @Field(() => ID, { description: "Identifier: the incident's." })
  id!: string;

  @Field(() => Ticket, { description: 'The incident.' })
  ticket!: Ticket;

  @Field(() => Boolean, { description: 'Whether it was planned.' })
  planned!: boolean;

  @Field(() => DateTimeScalar, { description: 'When the first customer was hit.' })
  startedAt!: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the last one was no longer; null while that has no end on record.',
  })
  endedAt!: Date | null;

  @Field(() => Int, { description: 'Customers hit, DOWN or DEGRADED, each once.' })
  customerCount!: number;

  @Field(() => [Product], { description: 'The products hit, by id.' })
  products!: Product[];

  @Field(() => Float, {
    description:
      'Seconds of DOWN that it is on record with, added up over customers and products; what has not ended counts up to now.',
  })
  downSeconds!: number;

  @Field(() => Float, { description: 'Seconds of DEGRADED and not DOWN, added up alike.' })
  degradedSeconds!: number;

  @Field(() => [Money], {
    description:
      'Service credits that would not be owed without it, all other incidents staying as they are: of each month it touches what the ledger owes, minus what it would owe, measured exactly as service levels are. By currency; where it made no difference, nothing.',
  })
  credits!: Money[];

  @Field(() => Money, {
    nullable: true,
    description:
      'These credits in the reporting currency, each month at the rates of its last day; null where a rate is missing.',
  })
  credit!: Money | null;

  @Field(() => [Money], {
    description:
      'Recurring revenue exposed: what the customers hit paid a month on their day on which it began, for all their `STANDARD` subscriptions. By currency.',
  })
  monthlyRecurringRevenue!: Money[];
}

const { Connection } = connectionOf(() => IncidentExposure, 'IncidentExposure');
/** A page of incidents with what they did. */
export const IncidentExposureConnection = Connection;
