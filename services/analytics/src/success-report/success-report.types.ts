import { Field, Float, Int, ObjectType } from 'type-graphql';
import { DateScalar, DateTimeScalar, DecimalScalar, Ratio } from '@plimsoll/shared';
import { Product } from '../reference/index.js';

@ObjectType('SuccessUptime', { description: 'How a product was there for a customer in a period.' })
export class SuccessUptime {
  @Field(() => Product, { description: 'The product.' })
  product!: Product;

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      '100 × (1 − Σ counted ÷ Σ length) over its months, percent with 12 decimals; what counts is told by `serviceLevels`.',
  })
  uptime!: string | null;

  @Field(() => Ratio, { description: 'Months that met their uptime target, of those measured.' })
  monthsMet!: Ratio;

  @Field(() => Float, { description: 'Weighted seconds that counted.' })
  countedSeconds!: number;
}

@ObjectType('SuccessResponse', { description: 'How often a response target was kept for a customer.' })
export class SuccessResponse {
  @Field(() => String, { description: 'The target: FIRST_RESPONSE, UPDATE or RESOLUTION.' })
  target!: string;

  @Field(() => Ratio, { description: 'Clocks met, of those due in the period that were met or missed.' })
  met!: Ratio;
}

@ObjectType('SuccessAnswers', { description: "How a customer's questions were answered in a period." })
export class SuccessAnswers {
  @Field(() => Int, { description: 'Tickets opened in the period, merged ones left out.' })
  ticketsOpened!: number;

  @Field(() => Int, { description: 'Tickets resolved in the period.' })
  ticketsResolved!: number;

  @Field(() => Int, { description: 'Tickets open at the end of the period.' })
  openTicketCount!: number;

  @Field(() => Ratio, {
    description: 'Tickets that were never reassigned and never reopened, of those resolved in the period.',
  })
  firstContactResolution!: Ratio;

  @Field(() => Float, {
    nullable: true,
    description:
      'Median seconds from opening to the first answer, of the tickets first answered in the period.',
  })
  medianFirstResponseSeconds!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Median seconds from opening to resolution, of the tickets resolved in the period.',
  })
  medianResolutionSeconds!: number | null;
}

@ObjectType('SuccessUsage', { description: 'What a customer used in a period.' })
export class SuccessUsage {
  @Field(() => String, { description: 'What was measured.' })
  metric!: string;

  @Field(() => DecimalScalar, { description: 'How much, on the whole days (UTC) of the period.' })
  total!: string;

  @Field(() => DecimalScalar, { description: 'How much on as many days before them.' })
  before!: string;
}

@ObjectType('SuccessMilestone', { description: 'Something of value that a customer reached.' })
export class SuccessMilestone {
  @Field(() => String, { nullable: true, description: 'The milestone; null: a deployment went live.' })
  name!: string | null;

  @Field(() => DateScalar, { description: 'When.' })
  reachedOn!: string;

  @Field(() => Int, { nullable: true, description: 'Days since the deployment began.' })
  days!: number | null;
}

@ObjectType('SuccessReport', {
  description: 'What a customer got in a period, made to be shown to it; what lies ahead of now is left out.',
})
export class SuccessReport {
  customerId!: string;

  @Field(() => DateTimeScalar, { description: 'The first instant.' })
  from!: Date;

  @Field(() => DateTimeScalar, { description: 'The first instant behind.' })
  to!: Date;

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'Uptime of all products together, percent with 12 decimals, over the months of the customer’s time zone that begin in the period; null where none was measured.',
  })
  uptime!: string | null;

  @Field(() => [SuccessUptime], { description: 'Product by product.' })
  products!: SuccessUptime[];

  @Field(() => [SuccessResponse], { description: 'Target by target.' })
  response!: SuccessResponse[];

  @Field(() => SuccessAnswers, { description: 'How questions were answered.' })
  answers!: SuccessAnswers;

  @Field(() => Float, {
    nullable: true,
    description: 'Mean rating, 1–5, of the tickets resolved in the period; null without one.',
  })
  satisfaction!: number | null;

  @Field(() => Int, { description: 'How many ratings that is.' })
  ratingCount!: number;

  @Field(() => [SuccessUsage], { description: 'What was used, by metric.' })
  usage!: SuccessUsage[];

  @Field(() => [SuccessMilestone], {
    description: 'Milestones of deployments done and deployments gone live in the period, in order of time.',
  })
  milestones!: SuccessMilestone[];
}
