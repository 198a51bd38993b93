import { Field, Float, ID, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf, DateTimeScalar, DecimalScalar, Money } from '@plimsoll/shared';
import { Product, ServiceLevelAgreement, Ticket } from '../reference/index.js';
import { ServiceLevel } from '../service-level/index.js';

/** What was known of a product for a customer. */
export enum LedgerState {
  DOWN = 'DOWN',
  DEGRADED = 'DEGRADED',
  UNKNOWN = 'UNKNOWN',
}
registerEnumType(LedgerState, {
  name: 'LedgerState',
  description: 'What the service-level ledger says of a product for a customer where it was not simply up.',
  valuesConfig: {
    DOWN: { description: 'Did not work; weighs 1.' },
    DEGRADED: { description: "Worked worse than it should; weighs the agreement's degraded weight." },
    UNKNOWN: { description: 'Was not observed; no part of the length of the month.' },
  },
});

/** Why an instant counts, or does not. */
export enum IntervalReason {
  UNPLANNED = 'UNPLANNED',
  NOTHING_EXCLUDED = 'NOTHING_EXCLUDED',
  LATE_NOTICE = 'LATE_NOTICE',
  OVERRUN = 'OVERRUN',
  ALLOWANCE_USED = 'ALLOWANCE_USED',
  ANNOUNCED_MAINTENANCE = 'ANNOUNCED_MAINTENANCE',
  NOT_OBSERVED = 'NOT_OBSERVED',
}
registerEnumType(IntervalReason, {
  name: 'IntervalReason',
  description: 'Why a stretch of a month counts against uptime, or does not.',
  valuesConfig: {
    UNPLANNED: { description: 'Counts: at least one of the incidents was no announced maintenance.' },
    NOTHING_EXCLUDED: { description: 'Counts: the agreement excludes no maintenance.' },
    LATE_NOTICE: { description: 'Counts: the maintenance was announced later than agreed, or never.' },
    OVERRUN: { description: 'Counts: outside the window that was announced.' },
    ALLOWANCE_USED: { description: "Counts: the month's allowance of maintenance was used up." },
    ANNOUNCED_MAINTENANCE: {
      description: 'Does not count: maintenance announced in time, within the allowance.',
    },
    NOT_OBSERVED: { description: 'Does not count: nothing is known; taken out of the length.' },
  },
});

@ObjectType('ServiceLevelInterval', {
  description:
    "A stretch of a customer's month in which a product was not simply up, with one answer throughout to whether it counts. The counted stretches, each times its weight, add up to the month's counted seconds.",
})
export class ServiceLevelInterval {
  @Field(() => Product, { description: 'Which product.' })
  product!: Product;

  @Field(() => ServiceLevelAgreement, { description: 'The agreement that rules it there.' })
  agreement!: ServiceLevelAgreement;

  @Field(() => DateTimeScalar, { description: 'Its first instant.' })
  from!: Date;

  @Field(() => DateTimeScalar, { description: 'The first instant behind it; an open impact ends now.' })
  to!: Date;

  @Field(() => Float, { description: 'Its wall-clock length in seconds.' })
  seconds!: number;

  @Field(() => LedgerState, { description: 'The worst state that any incident puts the product in there.' })
  state!: LedgerState;

  @Field(() => DecimalScalar, { description: 'What each of its seconds weighs if it counts, 0–1.' })
  weight!: string;

  @Field(() => Boolean, { description: 'Whether it counts against uptime.' })
  counted!: boolean;

  @Field(() => IntervalReason, { description: 'Why it counts, or does not.' })
  reason!: IntervalReason;

  @Field(() => [Ticket], {
    nullable: 'items',
    description: 'The incidents that cover it; null in place of one you may not see.',
  })
  tickets!: (Ticket | null)[];
}

export const { Connection: ServiceLevelIntervalConnection } = connectionOf(
  () => ServiceLevelInterval,
  'ServiceLevelInterval',
);

@ObjectType('ServiceLevelIncident', {
  description: 'An incident that hit a customer in a month: the annex of its statement.',
})
export class ServiceLevelIncident {
  @Field(() => ID, {
    nullable: true,
    description: 'Identifier of the incident, `tkt_…`; null where you may not see it.',
  })
  incidentId!: string | null;

  @Field(() => Ticket, {
    nullable: true,
    description:
      'The incident; its reason for outage is told there once it is published. Null where you may not see it.',
  })
  ticket!: Ticket | null;

  @Field(() => Boolean, { description: 'Whether it was announced maintenance.' })
  planned!: boolean;

  @Field(() => [Product], { description: "The customer's products that it hit." })
  products!: Product[];

  @Field(() => DateTimeScalar, {
    description: 'The first instant of its impact, within the month or before.',
  })
  from!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'The end of its impact; null while it lasts.' })
  to!: Date | null;

  @Field(() => Float, {
    description: 'Wall-clock seconds of the month in which it made any product worse, counted or not.',
  })
  seconds!: number;
}

@ObjectType('ServiceLevelStatement', {
  description:
    'What a customer is told of its service levels in a month: the figures, what they are made of, what is owed, and why it happened. As the ledger stands now.',
})
export class ServiceLevelStatement {
  customerId!: string;

  @Field(() => String, { description: "The month, `YYYY-MM`, in the customer's time zone." })
  month!: string;

  @Field(() => String, { description: 'The time zone whose month it is, an IANA name.' })
  timeZone!: string;

  @Field(() => DateTimeScalar, { description: 'The first instant of the month.' })
  from!: Date;

  @Field(() => DateTimeScalar, { description: 'The first instant behind it.' })
  to!: Date;

  @Field(() => DateTimeScalar, { description: 'The instant up to which it counts.' })
  asOf!: Date;

  @Field(() => Boolean, {
    description: 'Whether the month is over; until then the figures may only get worse.',
  })
  isOver!: boolean;

  @Field(() => [ServiceLevel], { description: 'The figures, one entry for each product and agreement.' })
  levels!: ServiceLevel[];

  @Field(() => [Money], {
    description: 'What is owed for all of them, one entry a currency; empty where nothing is.',
  })
  credits!: Money[];

  @Field(() => [ServiceLevelIncident], {
    description: 'The incidents that hit the customer in the month, in order of their beginning.',
  })
  incidents!: ServiceLevelIncident[];
}

/** What became of a statement on an incident. */
export enum RestatementKind {
  ADDED = 'ADDED',
  CORRECTED = 'CORRECTED',
  WITHDRAWN = 'WITHDRAWN',
}
registerEnumType(RestatementKind, {
  name: 'RestatementKind',
  description: "What became of what the ledger said of an incident in a customer's month.",
  valuesConfig: {
    ADDED: { description: 'It was stated for the first time, after the month was over.' },
    CORRECTED: { description: 'It was stated otherwise.' },
    WITHDRAWN: { description: 'It was taken back.' },
  },
});

@ObjectType('StatedImpact', {
  description: 'What a statement says of an incident: a product, a state, and when.',
})
export class StatedImpact {
  @Field(() => Product, { description: 'Which product.' })
  product!: Product;

  @Field(() => LedgerState, { description: 'What it was.' })
  state!: LedgerState;

  @Field(() => DateTimeScalar, { description: 'Since when.' })
  from!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Until when; null: it lasts.' })
  to!: Date | null;

  @Field(() => Boolean, { description: 'Whether it was announced maintenance.' })
  planned!: boolean;
}

@ObjectType('RestatedFigures', { description: 'Figures of a month as they were known at one time.' })
export class RestatedFigures {
  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Uptime, percent with 12 decimals; null where the length is 0.',
  })
  uptime!: string | null;

  @Field(() => Float, { description: 'Length in seconds, without what is unknown.' })
  lengthSeconds!: number;

  @Field(() => Float, { description: 'Weighted seconds that count.' })
  countedSeconds!: number;

  @Field(() => Float, { description: 'Seconds of maintenance that do not.' })
  excludedSeconds!: number;

  @Field(() => Float, { description: 'Seconds left to the target; negative when broken.' })
  headroomSeconds!: number;

  @Field(() => Boolean, { description: 'Whether uptime is below the target.' })
  breached!: boolean;

  @Field(() => [Money], { description: 'The credit owed, one entry a currency.' })
  serviceCredits!: Money[];
}

@ObjectType('RestatedLevel', {
  description: 'A product under an agreement whose figures a restatement changed.',
})
export class RestatedLevel {
  @Field(() => Product, { description: 'Which product.' })
  product!: Product;

  @Field(() => ServiceLevelAgreement, { description: 'Under which agreement.' })
  agreement!: ServiceLevelAgreement;

  @Field(() => RestatedFigures, { nullable: true, description: 'The figures just before.' })
  before!: RestatedFigures | null;

  @Field(() => RestatedFigures, { nullable: true, description: 'The figures since.' })
  after!: RestatedFigures | null;
}

@ObjectType('ServiceLevelRestatement', {
  description:
    "A later statement on an incident that changed what the ledger says of a customer's month. Both figures are as of the instant at which it was made, under the agreements and prices on record now; nothing earlier is erased.",
})
export class ServiceLevelRestatement {
  @Field(() => DateTimeScalar, {
    description: 'When it was made. `serviceLevels` with a `knownAt` before it shows the month without it.',
  })
  restatedAt!: Date;

  @Field(() => RestatementKind, { description: 'What became of the earlier statement.' })
  kind!: RestatementKind;

  @Field(() => ID, {
    nullable: true,
    description: 'Identifier of the incident, `tkt_…`; null where you may not see it.',
  })
  incidentId!: string | null;

  @Field(() => Ticket, { nullable: true, description: 'The incident; null where you may not see it.' })
  ticket!: Ticket | null;

  @Field(() => [StatedImpact], { description: 'What was said of the customer in the month before.' })
  impactsBefore!: StatedImpact[];

  @Field(() => [StatedImpact], { description: 'What is said since.' })
  impactsAfter!: StatedImpact[];

  @Field(() => [RestatedLevel], { description: 'The products whose figures it changed, with both.' })
  levels!: RestatedLevel[];
}
