import { ArgsType, Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTimeScalar, Money } from '@plimsoll/shared';
import { PeriodArgs } from '../executive/index.js';
import { Asset, Ticket } from '../reference/index.js';

/** What the loss of a group does to the asset that needs it. */
export enum GroupStrength {
  HARD = 'HARD',
  SOFT = 'SOFT',
}
registerEnumType(GroupStrength, {
  name: 'RedundancyStrength',
  description: 'What the loss of a group does to the asset that needs it.',
  valuesConfig: {
    HARD: { description: 'It takes the asset down.' },
    SOFT: { description: 'It degrades the asset.' },
  },
});

@ArgsType()
export class NextDollarArgs extends PeriodArgs {
  @Field(() => Int, { defaultValue: 10, description: 'How many are told, 1–100.' })
  first!: number;
}

@ObjectType('RedundancyGroup', { description: 'Providers of an asset of which a stated number must be up.' })
export class RedundancyGroup {
  @Field(() => String, { description: 'Its name among the groups of the asset.' })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description: 'How many members must be up: a count, or a percentage of the live ones with its sign.',
  })
  minUp!: string | null;

  @Field(() => GroupStrength, { description: 'What its loss does to the asset.' })
  strength!: GroupStrength;

  @Field(() => [Asset], { description: 'Its members, by id.' })
  members!: Asset[];
}

@ObjectType('AvoidableFailure', {
  description:
    'A time in which an asset or a group failed customers: what overlaps in time is one failure, whatever the number of its incidents.',
})
export class AvoidableFailure {
  @Field(() => DateTimeScalar, { description: 'When the first customer was hit by it.' })
  startedAt!: Date;

  @Field(() => DateTimeScalar, {
    description: 'When the last one was no longer; of one that lasts the instant of the computation.',
  })
  endedAt!: Date;

  @Field(() => [Ticket], { description: 'Its incidents, by id.' })
  incidents!: Ticket[];

  @Field(() => Int, { description: 'Customers that would have been spared something.' })
  customerCount!: number;

  @Field(() => [Money], {
    description:
      'What these customers paid a month on the day it began, for all their `STANDARD` subscriptions; by currency.',
  })
  monthlyRecurringRevenue!: Money[];
}

@ObjectType('NextDollar', {
  description:
    'An asset or a group of assets, with what redundancy would have saved: a twin of the asset, or one more member of the group.',
})
export class NextDollar {
  @Field(() => ID, { description: 'Identifier of the asset, or of its group.' })
  id!: string;

  @Field(() => Asset, {
    description: 'The asset that would get a twin; of a group, the asset that needs the group.',
  })
  asset!: Asset;

  @Field(() => RedundancyGroup, {
    nullable: true,
    description: 'The group that would get one more member; null where the asset itself would get a twin.',
  })
  group!: RedundancyGroup | null;

  @Field(() => Int, { description: 'Its failures that began in the period.' })
  failureCount!: number;

  @Field(() => Money, {
    nullable: true,
    description:
      'The service credits that would not be owed: of each local month named like a calendar month (UTC) that the period touches, what the ledger owes, minus what it would owe without what was avoidable; each month is measured whole, exactly as service levels are. In the reporting currency, each month at the rates of its last day; null where a rate is missing.',
  })
  creditsPaid!: Money | null;

  @Field(() => Money, {
    nullable: true,
    description:
      'The recurring revenue that a failure exposes: what the customers whom redundancy would have spared paid a month on the day the failure began, the mean over the failures of the period. In the reporting currency at the rates of the last day of each month; null where a rate is missing.',
  })
  monthlyRecurringRevenue!: Money | null;

  @Field(() => Money, {
    nullable: true,
    description:
      'By which it is ranked: (creditsPaid + the revenue exposed by all failures) ÷ failureCount; null where a rate is missing.',
  })
  costPerFailure!: Money | null;

  @Field(() => Float, {
    description:
      'Seconds of DOWN within the period that would not have been, added up over customers and products: of each, the union of its DOWN intervals, minus the same without what was avoidable.',
  })
  avoidableDownSeconds!: number;

  @Field(() => String, { description: 'The same in words.' })
  rationale!: string;

  @Field(() => DateTimeScalar, {
    description:
      'When it was worked out, by the ledger as it stood. Done within two minutes of a trial or of a correction of its incidents, and daily.',
  })
  computedAt!: Date;

  @Field(() => [AvoidableFailure], { description: 'The failures behind the numbers, the earliest first.' })
  failures?: AvoidableFailure[];

  /** The part of the period that counts. */
  readonly period?: { from: Date; to: Date };
}

@ObjectType('RedundancyTrialRun', {
  description: 'The last replay of real incidents with what they touched made redundant.',
})
export class RedundancyTrialRun {
  @Field(() => DateTimeScalar, { description: 'When it was done.' })
  completedAt!: Date;

  @Field(() => DateTimeScalar, { description: 'Incidents that lasted beyond this instant were replayed.' })
  replayedFrom!: Date;

  @Field(() => DateTimeScalar, { description: 'Incidents that began before this instant were replayed.' })
  replayedTo!: Date;

  @Field(() => Int, { description: 'Unplanned incidents replayed.' })
  incidentCount!: number;

  @Field(() => Int, { description: 'Assets and groups that incidents touched and that were tried.' })
  triedCount!: number;

  @Field(() => Int, {
    description:
      'Assets and groups that were not tried, since it would have cost too much: those during whose failures the fewest customers were hit.',
  })
  untriedCount!: number;

  @Field(() => Int, { description: 'Assets and groups that would have spared somebody something.' })
  sparingCount!: number;
}
