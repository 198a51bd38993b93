import { ArgsType, Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import {
  ConnectionArgs,
  connectionOf,
  DateTimeScalar,
  DecimalScalar,
  Money,
  OrderDirection,
  Ratio,
} from '@plimsoll/shared';
import { Customer, Product, ServiceLevelAgreement } from '../reference/index.js';

/** By what a report on service levels is cut. */
export enum SlaReportBy {
  MONTH = 'MONTH',
  CUSTOMER = 'CUSTOMER',
  PRODUCT = 'PRODUCT',
  AGREEMENT = 'AGREEMENT',
  SEGMENT = 'SEGMENT',
  REGION = 'REGION',
  VERTICAL = 'VERTICAL',
  PARTNER = 'PARTNER',
  ACCOUNT_MANAGER = 'ACCOUNT_MANAGER',
}
registerEnumType(SlaReportBy, {
  name: 'SlaReportBy',
  description: 'By what a report on service levels is cut.',
  valuesConfig: {
    MONTH: {
      description: "By month: the customer's for uptime, that of the due instant in UTC for response.",
    },
    CUSTOMER: { description: 'By customer.' },
    PRODUCT: { description: 'By product; of a clock the one its ticket names.' },
    AGREEMENT: { description: 'By version of an agreement.' },
    SEGMENT: { description: 'By segment, as it was when the month began or the clock was due.' },
    REGION: { description: 'By sales region, as it was then.' },
    VERTICAL: { description: 'By industry, as it was then.' },
    PARTNER: { description: 'By reseller, as it was then.' },
    ACCOUNT_MANAGER: { description: 'By account manager, as it was then.' },
  },
});

@ArgsType()
export class SlaReportArgs extends ConnectionArgs {
  @Field(() => DateTimeScalar, { description: 'The first instant of the period.' })
  from!: Date;

  @Field(() => DateTimeScalar, {
    description: 'The first instant behind the period; at most ten years later.',
  })
  to!: Date;

  @Field(() => SlaReportBy, { description: 'By what it is cut.' })
  by!: SlaReportBy;
}

@ObjectType('SlaReportRow', {
  description:
    'One part of a report on service levels. Every customer-product-month and every clock of the period is in exactly one row, so that rows add up to `slaAttainment`.',
})
export class SlaReportRow {
  @Field(() => String, {
    nullable: true,
    description: 'What the row is of: an identifier, or the value itself; null: nothing is told.',
  })
  key!: string | null;

  @Field(() => String, { nullable: true, description: 'Its name, where it has one.' })
  name!: string | null;

  @Field(() => Int, { description: 'Customers with a month in it, each once.' })
  customerCount!: number;

  @Field(() => Ratio, { description: 'Customer-product-months that met their target ÷ measured.' })
  uptimeAttainment!: Ratio;

  @Field(() => Ratio, { description: 'Clocks met ÷ (met + breached).' })
  responseAttainment!: Ratio;

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      '1 − counted ÷ length over all its months together, percent with 12 decimals; null without length.',
  })
  uptime!: string | null;

  @Field(() => Float, { description: 'Length of its months in seconds, without what is unknown.' })
  lengthSeconds!: number;

  @Field(() => Float, { description: 'Weighted seconds that count.' })
  countedSeconds!: number;

  @Field(() => Float, { description: 'Seconds of announced maintenance that do not count.' })
  excludedSeconds!: number;

  @Field(() => Float, { description: 'Seconds of which nothing is known.' })
  unknownSeconds!: number;

  @Field(() => [Money], { description: 'Credits owed by the ledger, one entry a currency.' })
  credits!: Money[];
}

export const { Connection: SlaReportConnection } = connectionOf(() => SlaReportRow, 'SlaReportRow');

@ObjectType('ServiceLevelMonth', {
  description:
    "A customer's product in one month of its own time zone under one agreement, as the ledger stands: what `serviceLevels` of the customer says, for many at once. An impact that lasts is counted anew every minute.",
})
export class ServiceLevelMonth {
  @Field(() => Customer, { description: 'Whose.' })
  customer!: Customer;

  @Field(() => Product, { description: 'Which product.' })
  product!: Product;

  @Field(() => ServiceLevelAgreement, { description: 'Under which agreement.' })
  agreement!: ServiceLevelAgreement;

  @Field(() => String, { description: "The month, `YYYY-MM`, in the customer's time zone." })
  month!: string;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Uptime, percent with 12 decimals; null without length.',
  })
  uptime!: string | null;

  @Field(() => DecimalScalar, { description: 'What was agreed, percent.' })
  uptimeTarget!: string;

  @Field(() => Float, {
    description: 'Length in seconds, its future part included, without what is unknown.',
  })
  lengthSeconds!: number;

  @Field(() => Float, { description: 'Weighted seconds that count.' })
  countedSeconds!: number;

  @Field(() => Float, { description: 'Seconds of announced maintenance that do not count.' })
  excludedSeconds!: number;

  @Field(() => Float, { description: 'Seconds of which nothing is known.' })
  unknownSeconds!: number;

  @Field(() => Float, { description: 'Seconds left to the target; negative when broken.' })
  headroomSeconds!: number;

  @Field(() => Boolean, { description: 'Whether uptime is below the target, compared exactly.' })
  breached!: boolean;

  @Field(() => DecimalScalar, { description: "Percent of the month's fee that is owed." })
  creditPercent!: string;

  @Field(() => [Money], { description: 'The credit owed, one entry a currency; empty where none is.' })
  credits!: Money[];

  @Field(() => DateTimeScalar, { description: 'An impact that lasts is counted at least until then.' })
  computedThrough!: Date;
}

export const { Connection: ServiceLevelMonthConnection } = connectionOf(
  () => ServiceLevelMonth,
  'ServiceLevelMonth',
);

@InputType('ServiceLevelMonthFilter', { description: 'Which months of customers; all conditions must hold.' })
export class ServiceLevelMonthFilter {
  @Field(() => ID, { nullable: true, description: 'Of this customer, `cus_…`.' })
  customerId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of this product, `prd_…`.' })
  productId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Under this agreement, `sla_…`.' })
  agreementId?: string | null;

  @Field(() => String, { nullable: true, description: 'From this month on, `YYYY-MM`.' })
  from?: string | null;

  @Field(() => String, { nullable: true, description: 'Up to this month, `YYYY-MM`, included.' })
  to?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'True: uptime below the target; false: not.' })
  breached?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'True: credit is owed; false: none.' })
  owed?: boolean | null;
}

/** By what months of customers are sorted. */
export enum ServiceLevelMonthOrderField {
  MONTH = 'MONTH',
  UPTIME = 'UPTIME',
  HEADROOM = 'HEADROOM',
}
registerEnumType(ServiceLevelMonthOrderField, {
  name: 'ServiceLevelMonthOrderField',
  description: 'By what months of customers are sorted.',
  valuesConfig: {
    MONTH: { description: 'By month.' },
    UPTIME: { description: 'By uptime; without length behind the best.' },
    HEADROOM: { description: 'By seconds left to the target.' },
  },
});

@InputType('ServiceLevelMonthOrder', { description: 'How months of customers are sorted.' })
export class ServiceLevelMonthOrder {
  @Field(() => ServiceLevelMonthOrderField, { description: 'By what.' })
  field!: ServiceLevelMonthOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.DESC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class ServiceLevelMonthsArgs extends ConnectionArgs {
  @Field(() => ServiceLevelMonthFilter, { nullable: true, description: 'Which months; all by default.' })
  filter?: ServiceLevelMonthFilter | null;

  @Field(() => ServiceLevelMonthOrder, {
    nullable: true,
    description: 'How they are sorted; the latest month first by default.',
  })
  orderBy?: ServiceLevelMonthOrder | null;
}
