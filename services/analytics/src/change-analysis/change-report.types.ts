import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf, DateTimeScalar, Ratio } from '@plimsoll/shared';
import { ATTRIBUTION, AttributionSource } from '../incident-analysis/index.js';
import { Asset, Ticket } from '../reference/index.js';
import { Change } from '../safe-window/index.js';
import { ChangeOutcomes } from './change-outcome.types.js';
import { ChangeReportDimension } from './change-report.rules.js';

registerEnumType(ChangeReportDimension, {
  name: 'ChangeReportDimension',
  description: 'By what changes are told apart.',
  valuesConfig: {
    KIND: { description: 'Standard, normal or emergency.' },
    OUTCOME: { description: 'The outcome, or CANCELLED.' },
    MONTH: { description: 'Calendar month (UTC) of the end.' },
    ASSET: { description: 'Asset that is changed; a change counts with each.' },
    ASSET_KIND: { description: 'Kind of the assets that are changed; a change counts once with each.' },
  },
});

@ObjectType('ChangeReportRow', { description: 'A group of changes of a period, or all.' })
export class ChangeReportRow extends ChangeOutcomes {
  @Field(() => String, {
    nullable: true,
    description: 'What they have in common; empty where that is not on record, null for all together.',
  })
  key!: string | null;

  @Field(() => Asset, { nullable: true, description: 'The asset, in a report by asset.' })
  asset!: Asset | null;

  @Field(() => Int, {
    description: `Unplanned incidents laid to them by hand or by rule, whenever started. ${ATTRIBUTION}`,
  })
  incidentCount!: number;

  @Field(() => Int, { description: 'Those of these incidents that are laid to them by hand.' })
  byHandCount!: number;

  @Field(() => Ratio, {
    description: 'Change failure by its effect: of the finished changes those to which an incident is laid.',
  })
  harmfulShare!: Ratio;
}

@ObjectType('AttributedIncident', { description: 'An incident that is laid to a change.' })
export class AttributedIncident {
  @Field(() => Ticket, { description: 'Its ticket.' })
  ticket!: Ticket;

  @Field(() => AttributionSource, { description: 'How the verdict came about.' })
  source!: AttributionSource;

  @Field(() => Int, { nullable: true, description: 'Version of the rule; null by hand.' })
  rule!: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Dependencies between what was hit and what was changed, 0 for the same asset; null by hand.',
  })
  hops!: number | null;
}

@ObjectType('ReportedChange', { description: 'A change as reports list it.' })
export class ReportedChange {
  @Field(() => Change, { description: 'The change.' })
  change!: Change;

  @Field(() => String, { nullable: true, description: 'What it is called.' })
  title!: string | null;

  @Field(() => String, { nullable: true, description: 'STANDARD, NORMAL or EMERGENCY.' })
  kind!: string | null;

  @Field(() => String, { nullable: true, description: 'How it came out; null where it was cancelled.' })
  outcome!: string | null;

  @Field(() => Boolean, { description: 'Whether it was given up before it began.' })
  cancelled!: boolean;

  @Field(() => DateTimeScalar, {
    description: 'Its end: the recorded one, else the end of its window, else its beginning.',
  })
  endedAt!: Date;

  @Field(() => [Asset], { description: 'The assets it is about.' })
  assets!: Asset[];

  @Field(() => [AttributedIncident], { description: 'The unplanned incidents laid to it, by id.' })
  incidents!: AttributedIncident[];
}

export const { Connection: ReportedChangeConnection } = connectionOf(() => ReportedChange, 'ReportedChange');

@ObjectType('ChangeReport', {
  description:
    'The changes that came to their end in a period, or were cancelled and were to, as of an instant.',
})
export class ChangeReport {
  @Field(() => ChangeReportDimension, { description: 'By what they are told apart.' })
  by!: ChangeReportDimension;

  @Field(() => DateTimeScalar, { description: 'The first instant of the period.' })
  from!: Date;

  @Field(() => DateTimeScalar, { description: 'The first instant behind it.' })
  to!: Date;

  @Field(() => DateTimeScalar, { description: 'Nothing after it counts.' })
  asOf!: Date;

  @Field(() => [ChangeReportRow], {
    description:
      'The groups, the largest first. By asset or kind of asset they overlap; else they add up to the total.',
  })
  rows!: ChangeReportRow[];

  @Field(() => ChangeReportRow, { description: 'All of them, each once.' })
  total!: ChangeReportRow;
}
