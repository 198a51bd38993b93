import { Field, Float, ObjectType } from 'type-graphql';
import { DecimalScalar, Money } from '@plimsoll/shared';
import type { SingleAmount } from '../exchange-rate/index.js';
import { Entitlement, Product, ServiceLevelAgreement } from '../reference/index.js';
import type { ServiceLevelRow } from './service-level.rules.js';

@ObjectType('CreditTierFigure', {
  description: 'What a month has left to one of the credit tiers of its agreement.',
})
export class CreditTierFigure {
  @Field(() => DecimalScalar, { description: 'The tier pays where uptime is below this, percent.' })
  below!: string;

  @Field(() => DecimalScalar, {
    description: "What it pays, percent of the month's fee, before the agreement's cap.",
  })
  percent!: string;

  @Field(() => Float, { description: 'Seconds left until it pays; negative once it does.' })
  headroomSeconds!: number;
}

@ObjectType('ServiceLevel', {
  description:
    "How a customer's product has fared in one month of the customer's time zone under one agreement, measured 24×7. Impacts are united first, then the worst weight counts at each instant: DOWN 1, DEGRADED the agreement's weight. An impact that has not ended counts up to now.",
})
export class ServiceLevel {
  @Field(() => Product, { description: 'What is measured.' })
  product!: Product;

  @Field(() => ServiceLevelAgreement, {
    description:
      'The agreement that rules: of those in force, the one with the highest uptime target, then the earliest, then the smallest id.',
  })
  agreement!: ServiceLevelAgreement;

  @Field(() => [Entitlement], { description: 'The entitlements that give it, in time order.' })
  entitlements!: Entitlement[];

  @Field(() => String, { description: "The month, `YYYY-MM`, in the customer's time zone." })
  month!: string;

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      '1 − counted ÷ length, percent with 12 decimals, rounded half-even from the exact ratio; the part of the month still to come counts as up. Null where the length is zero.',
  })
  uptime!: string | null;

  @Field(() => Float, {
    description:
      'Length in seconds: month ∩ the days on which the agreement rules, within its validity, its future part included, without what is unknown.',
  })
  lengthSeconds!: number;

  @Field(() => Float, { description: 'Σ weight × seconds, outside what is excluded.' })
  countedSeconds!: number;

  @Field(() => Float, { description: 'Seconds of announced maintenance that do not count.' })
  excludedSeconds!: number;

  @Field(() => Float, { description: 'Seconds of which nothing is known; they are no part of the length.' })
  unknownSeconds!: number;

  @Field(() => Float, {
    description: '(100 − target) % × length − counted: the seconds left this month; negative when broken.',
  })
  headroomSeconds!: number;

  @Field(() => Boolean, { description: 'Whether uptime is below the target, compared exactly.' })
  breached!: boolean;

  @Field(() => [CreditTierFigure], { description: "The agreement's credit tiers, lowest first." })
  tiers!: CreditTierFigure[];

  @Field(() => Money, {
    nullable: true,
    description:
      "The credit owed: of the tiers broken the lowest pays, capped, of the month's fee of the STANDARD subscriptions. Where it is owed in several currencies, its value in the company's reporting currency at the exchange rates in force on the last day of the month, or today (UTC) where that is earlier, rounded once. Null where none is owed, and where a rate is missing.",
  })
  serviceCredit!: Money | null;

  @Field(() => String, {
    nullable: true,
    description: 'Which exchange rate is missing where credit is owed and `serviceCredit` is null.',
  })
  serviceCreditMissingBecause!: string | null;

  @Field(() => [Money], { description: 'The credit owed, one entry a currency; empty where none is.' })
  serviceCredits!: Money[];
}

/** How a measured month is shown. */
export function shownLevel({
  productId,
  agreementId,
  entitlementIds,
  measure,
  credits,
  credit,
}: ServiceLevelRow & { readonly credit: SingleAmount }): ServiceLevel {
  return {
    product: { id: productId },
    agreement: { id: agreementId },
    entitlements: entitlementIds.map((id) => ({ id })),
    month: measure.month,
    uptime: measure.uptime,
    lengthSeconds: measure.lengthMs / 1000,
    countedSeconds: Number(measure.countedSeconds),
    excludedSeconds: measure.excludedMs / 1000,
    unknownSeconds: measure.unknownMs / 1000,
    headroomSeconds: Number(measure.headroomSeconds),
    breached: measure.breached,
    tiers: measure.tiers.map((tier) => ({ ...tier, headroomSeconds: Number(tier.headroomSeconds) })),
    serviceCredit: credit.amount,
    serviceCreditMissingBecause: credit.missingBecause,
    serviceCredits: [...credits],
  };
}
