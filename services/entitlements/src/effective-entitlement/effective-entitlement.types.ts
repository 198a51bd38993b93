import { ArgsType, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { DateScalar, DateTimeScalar, DurationScalar } from '@plimsoll/shared';

/** What a response target of an agreement counts; the tickets' clocks name theirs so too. */
export enum SlaTarget {
  FIRST_RESPONSE = 'FIRST_RESPONSE',
  UPDATE = 'UPDATE',
  RESOLUTION = 'RESOLUTION',
}
registerEnumType(SlaTarget, {
  name: 'SlaTarget',
  description: 'What a response target of an agreement counts.',
  valuesConfig: {
    FIRST_RESPONSE: { description: 'Until the first response.' },
    UPDATE: { description: 'Until the next update.' },
    RESOLUTION: { description: 'Until the ticket is resolved.' },
  },
});

@ArgsType()
export class EffectiveEntitlementArgs {
  @Field(() => ID, {
    nullable: true,
    description: 'To this product, `prd_…`.',
  })
  productId?: string | null;

  @Field(() => ID, { nullable: true, description: 'To this asset, `ast_…`.' })
  assetId?: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'At this instant, past ones too; now when left out.',
  })
  at?: Date | null;
}

@ObjectType('WeighedEntitlement', { description: 'An entitlement that was weighed for a promise.' })
export class WeighedEntitlement {
  entitlementId!: string;

  agreementId!: string;

  @Field(() => Boolean, { description: 'Whether it gives the promise.' })
  chosen!: boolean;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'The instant it would be due by; null where it promises none, and for availability.',
  })
  dueAt!: Date | null;

  @Field(() => String, { description: 'Why it was chosen or not, in English.' })
  because!: string;
}

@ObjectType('EffectiveAvailability', { description: 'Which agreement rules how much a product is up.' })
export class EffectiveAvailability {
  entitlementId!: string;

  agreementId!: string;

  @Field(() => String, { description: 'Why this one, in English.' })
  because!: string;

  @Field(() => [WeighedEntitlement], { description: 'All that were in force, the strictest first.' })
  candidates!: WeighedEntitlement[];
}

@ObjectType('EffectiveTarget', {
  description: 'Which entitlement gives a response target: the one due first, counted on its own calendar.',
})
export class EffectiveTarget {
  entitlementId!: string;

  agreementId!: string;

  @Field(() => String, { description: '`P1`, the most urgent, to `P5`.' })
  priority!: string;

  @Field(() => SlaTarget, { description: 'What it is a target for.' })
  target!: SlaTarget | keyof typeof SlaTarget;

  @Field(() => DurationScalar, { description: "Within this working time of the agreement's calendar." })
  within!: string;

  @Field(() => DateTimeScalar, { description: 'By this instant, where the clock starts at `at`.' })
  dueAt!: Date;

  @Field(() => String, { description: 'Why this one, in English.' })
  because!: string;

  @Field(() => [WeighedEntitlement], { description: 'All that were in force, the earliest due first.' })
  candidates!: WeighedEntitlement[];
}

@ObjectType('EffectiveEntitlement', {
  description:
    "What applies to a customer's product or asset at an instant, of all entitlements in force on that day where the customer is: for availability the whole agreement with the highest uptime target, for each response target the one due first.",
})
export class EffectiveEntitlement {
  @Field(() => DateTimeScalar, { description: 'The instant asked about.' })
  at!: Date;

  @Field(() => DateScalar, { description: "The day it is then in the customer's time zone." })
  day!: string;

  @Field(() => EffectiveAvailability, {
    nullable: true,
    description: 'What rules availability; null where nothing is in force.',
  })
  availability!: EffectiveAvailability | null;

  @Field(() => [EffectiveTarget], {
    description: 'Response targets, by priority; what is missing is promised by nobody.',
  })
  targets!: EffectiveTarget[];
}
