import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTimeScalar, UserError } from '@plimsoll/shared';

/** Where a rebuilding stands. */
export enum RebuildStatus {
  REQUESTED = 'REQUESTED',
  RUNNING = 'RUNNING',
  COMPLETED = 'COMPLETED',
  REFUSED = 'REFUSED',
  FAILED = 'FAILED',
}
registerEnumType(RebuildStatus, {
  name: 'AnalyticsRebuildStatus',
  description: 'Where a rebuilding of everything that analytics keeps from events stands.',
  valuesConfig: {
    REQUESTED: { description: 'Asked for; begins within seconds.' },
    RUNNING: { description: 'New tables are being filled; the old ones serve and go on.' },
    COMPLETED: { description: 'The new tables serve.' },
    REFUSED: { description: 'The new tables differ from the old ones, which go on serving.' },
    FAILED: { description: 'It failed again and again; the old tables go on serving.' },
  },
});

@ObjectType('AnalyticsRebuildProgress', {
  description: 'How far a rebuilding is with the events of a service.',
})
export class RebuildProgress {
  @Field(() => String, { description: 'The service whose events are taken in.' })
  producer!: string;

  @Field(() => Float, { description: 'The last event taken into the new tables, counted from 1; 0: none.' })
  position!: number;

  @Field(() => Float, { description: 'The last event that the service has published; 0: none.' })
  head!: number;
}

@ObjectType('AnalyticsRebuild', {
  description:
    'One building anew of everything that analytics keeps from the events of the other services, from the first event on, beside the tables that serve.',
})
export class AnalyticsRebuild {
  @Field(() => Int, { description: 'Counts the rebuildings.' })
  number!: number;

  @Field(() => RebuildStatus, { description: 'Where it stands.' })
  status!: RebuildStatus;

  @Field(() => DateTimeScalar, { description: 'When it was asked for.' })
  requestedAt!: Date;

  @Field(() => String, {
    nullable: true,
    description:
      'Who asked for it; null: the platform itself, whose code is of another version than the tables.',
  })
  requestedBy!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it began; null: not yet.' })
  startedAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it ended, one way or the other.' })
  finishedAt!: Date | null;

  @Field(() => [String], {
    description: 'For `REFUSED`: each table that differs, and by how much. Empty otherwise.',
  })
  differences!: string[];

  @Field(() => String, { nullable: true, description: 'For `FAILED`: why. Null otherwise.' })
  failure!: string | null;
}

@ObjectType('RebuildAnalyticsPayload', { description: 'What became of the request.' })
export class RebuildPayload {
  @Field(() => AnalyticsRebuild, {
    nullable: true,
    description: 'The rebuilding; the one under way where there is one.',
  })
  analyticsRebuild?: AnalyticsRebuild | null;

  @Field(() => [UserError], { description: 'Why nothing was asked for; empty when it was.' })
  userErrors!: UserError[];
}
