import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf, DateTimeScalar } from '@plimsoll/shared';
import { Asset, Ticket } from '../reference/index.js';
import { Change } from '../safe-window/index.js';
import {
  ATTRIBUTION,
  ATTRIBUTION_RULE,
  AttributionSource,
  IncidentReportDimension,
  REPEAT_DAYS,
} from './incident-analysis.rules.js';
import { IncidentMeasures } from './incident-trend.types.js';

registerEnumType(IncidentReportDimension, {
  name: 'IncidentReportDimension',
  description: 'By what incidents are told apart.',
  valuesConfig: {
    MONTH: { description: 'Calendar month (UTC) of the start.' },
    CATEGORY: { description: 'Category of the ticket.' },
    CAUSE: { description: 'Category of the cause, the human factor included.' },
    SEVERITY: { description: 'Severity of the ticket.' },
    PRIORITY: { description: 'Priority of the ticket.' },
    ASSET: { description: 'Asset that is hit by name; an incident counts with each.' },
    ASSET_KIND: {
      description: 'Kind of the assets that are hit by name; an incident counts once with each.',
    },
  },
});

registerEnumType(AttributionSource, {
  name: 'AttributionSource',
  description: 'How an incident came to be laid to a change.',
  valuesConfig: {
    HAND: { description: 'Somebody recorded the change as the cause.' },
    RULE: { description: `By the rule. ${ATTRIBUTION}` },
  },
});

@ObjectType('IncidentAttribution', { description: `The change that an incident is laid to. ${ATTRIBUTION}` })
export class IncidentAttribution {
  @Field(() => Change, { description: 'The change.' })
  change!: Change;

  @Field(() => AttributionSource, { description: 'How the verdict came about.' })
  source!: AttributionSource;

  @Field(() => Int, {
    nullable: true,
    description: `Version of the rule, now ${ATTRIBUTION_RULE}; null by hand.`,
  })
  rule!: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Dependencies between what was hit and what was changed, 0 for the same asset; null by hand.',
  })
  hops!: number | null;
}

@ObjectType('ReportedIncident', {
  description:
    'An incident as reports list it, as of their instant: what happened after it has not happened.',
})
export class ReportedIncident {
  @Field(() => Ticket, { description: 'Its ticket.' })
  ticket!: Ticket;

  @Field(() => DateTimeScalar, { description: 'When it started.' })
  startedAt!: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was resolved; null while it is open.',
  })
  resolvedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Category of the ticket.' })
  category!: string | null;

  @Field(() => String, { nullable: true, description: 'Category of the cause.' })
  causeCategory!: string | null;

  @Field(() => String, { nullable: true, description: 'Severity of the ticket.' })
  severity!: string | null;

  @Field(() => [Asset], { description: 'The assets it names, by id.' })
  assets!: Asset[];

  @Field(() => Boolean, { description: 'Whether it was reopened at least once.' })
  reopened!: boolean;

  @Field(() => Boolean, {
    description: `Whether an asset it names was hit by another unplanned incident in the ${REPEAT_DAYS} days before it started.`,
  })
  repeated!: boolean;

  @Field(() => IncidentAttribution, {
    nullable: true,
    description: 'The change it is laid to; null without one.',
  })
  attribution!: IncidentAttribution | null;

  @Field(() => Float, { nullable: true, description: 'Detected − started, seconds, as recorded.' })
  detectSeconds!: number | null;

  @Field(() => Float, { nullable: true, description: 'Acknowledged − detected, seconds, as recorded.' })
  acknowledgeSeconds!: number | null;

  @Field(() => Float, { nullable: true, description: 'Mitigated − started, seconds, as recorded.' })
  mitigateSeconds!: number | null;

  @Field(() => Float, { nullable: true, description: 'Restored − started, seconds, as recorded.' })
  restoreSeconds!: number | null;

  @Field(() => Float, { nullable: true, description: 'Resolved − started, seconds, as recorded.' })
  resolveSeconds!: number | null;
}

export const { Connection: ReportedIncidentConnection } = connectionOf(
  () => ReportedIncident,
  'ReportedIncident',
);

@ObjectType('IncidentReportRow', {
  description:
    'A group of incidents of a period, or all. An incident is unplanned, and not merged into another one.',
})
export class IncidentReportRow extends IncidentMeasures {
  @Field(() => String, {
    nullable: true,
    description: 'What they have in common; empty where that is not on record, null for all together.',
  })
  key!: string | null;

  @Field(() => Asset, { nullable: true, description: 'The asset, in a report by asset.' })
  asset!: Asset | null;

  @Field(() => Int, {
    description: `Repeats: an asset they name was hit by another unplanned incident in the ${REPEAT_DAYS} days before they started.`,
  })
  repeatCount!: number;

  @Field(() => Int, { description: `Those laid to a change, by hand or by rule. ${ATTRIBUTION}` })
  causedByChangeCount!: number;

  @Field(() => Int, { description: 'Those of them laid to a change by hand.' })
  causedByHandCount!: number;

  @Field(() => Float, {
    description:
      'Seconds out of service within the period: the union of the times from start to restoration; what is not restored lasts until the period ends, or `asOf`.',
  })
  outageSeconds!: number;

  @Field(() => Float, {
    nullable: true,
    description:
      'Mean time between failures, seconds: (the period, as far as it is over at `asOf`, − `outageSeconds`) ÷ `incidentCount`. Null with no failure.',
  })
  meanTimeBetweenFailuresSeconds!: number | null;
}

@ObjectType('IncidentReport', { description: 'The incidents that started in a period, as of an instant.' })
export class IncidentReport {
  @Field(() => IncidentReportDimension, { description: 'By what they are told apart.' })
  by!: IncidentReportDimension;

  @Field(() => DateTimeScalar, { description: 'The first instant of the period.' })
  from!: Date;

  @Field(() => DateTimeScalar, { description: 'The first instant behind it.' })
  to!: Date;

  @Field(() => DateTimeScalar, { description: 'Nothing after it counts.' })
  asOf!: Date;

  @Field(() => [IncidentReportRow], {
    description:
      'The groups, the largest first. By asset or kind of asset they overlap; else they add up to the total.',
  })
  rows!: IncidentReportRow[];

  @Field(() => IncidentReportRow, { description: 'All of them, each once.' })
  total!: IncidentReportRow;
}
