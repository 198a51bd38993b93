import { Field, Float, Int, ObjectType } from 'type-graphql';
import { DateTimeScalar, Ratio } from '@plimsoll/shared';
import { Ticket } from '../reference/index.js';

@ObjectType('SlaAttainmentMonth', { description: 'How much of what was agreed was met in one month.' })
export class SlaAttainmentMonth {
  @Field(() => String, { description: 'The month, `YYYY-MM`.' })
  month!: string;

  @Field(() => Float, {
    nullable: true,
    description: 'numerator ÷ denominator; null where nothing was measured.',
  })
  ratio!: number | null;

  @Field(() => Float, { description: 'Customer-product-months and clocks that met their target.' })
  numerator!: number;

  @Field(() => Float, { description: 'Customer-product-months measured, and clocks with a verdict.' })
  denominator!: number;
}

@ObjectType('SlaAttainment', {
  description:
    'How much of what is agreed with customers was met: uptime by the service-level ledger, response by the clocks of tickets.',
})
export class SlaAttainment {
  @Field(() => Ratio, {
    description: 'Both together: numerator and denominator are the sums of those of `uptime` and `response`.',
  })
  overall!: Ratio;

  @Field(() => Ratio, {
    description:
      "Customer-product-months that met their target ÷ customer-product-months measured. One is a customer's product in a month of the customer's time zone under the agreement that rules it (two where two share the month), with a length above 0; it is met unless its uptime is below the target, compared exactly. A month not over is counted as it stands, its future part as up. A month belongs to the period that holds its first date, taken as UTC. Drill-down: `serviceLevelMonths`.",
  })
  uptime!: Ratio;

  @Field(() => Ratio, {
    description:
      'Clocks met ÷ (met + breached): the clocks of tickets (first response, next update, resolution) that were due in the period and whose verdict was known by `asOf`. Running, paused and cancelled ones have none. Drill-down: `metricRecords`.',
  })
  response!: Ratio;

  @Field(() => [SlaAttainmentMonth], {
    description:
      'The same as `overall` for each calendar month (UTC) that the period touches, in order of time.',
  })
  byMonth!: SlaAttainmentMonth[];
}

@ObjectType('LastDowntime', {
  description:
    'The downtime that ended last, or lasts: an incident that was not planned and by which a product of a customer was DOWN, by the service-level ledger as it stands.',
})
export class LastDowntime {
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it ended; null while it lasts.' })
  endedAt!: Date | null;

  @Field(() => Float, { description: 'Seconds from its end to `asOf`; 0 while it lasts.' })
  secondsSince!: number;

  @Field(() => Boolean, { description: 'Whether it lasts at `asOf`.' })
  ongoing!: boolean;

  @Field(() => Ticket, { description: 'The incident.' })
  ticket!: Ticket;

  @Field(() => Int, { description: 'Customers with a product that it put DOWN, each once.' })
  customerCount!: number;
}
