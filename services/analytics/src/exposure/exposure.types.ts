import {
  ArgsType,
  Directive,
  Field,
  Float,
  ID,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from 'type-graphql';
import { GraphQLScalarType } from 'graphql';
import {
  ConnectionArgs,
  connectionOf,
  DateTimeScalar,
  DecimalScalar,
  ImpactState,
  Money,
  OrderDirection,
} from '@plimsoll/shared';
import type { Conversion } from '../exchange-rate/index.js';
import { Asset, Customer, Entitlement, Product, ServiceLevelAgreement } from '../reference/index.js';
import type { ExposedCustomerRow } from './exposure.rules.js';

/** The customers an outage hits, on their way from assets to here; see customer-outages.rules. */
export const CustomerOutagesScalar = new GraphQLScalarType<unknown, unknown>({
  name: 'CustomerOutages',
  description: 'The customers an outage hits, as the services hand them to one another; not for clients.',
});

@ObjectType('ExposedAgreement', {
  description:
    "What an outage does to one of a customer's products in one local month under one agreement. Seconds counted are those with the outage minus those without it.",
})
export class ExposedAgreement {
  @Field(() => Product, { description: 'What is hit.' })
  product!: Product;

  @Field(() => String, { description: "The month, `YYYY-MM`, in the customer's time zone." })
  month!: string;

  @Field(() => ServiceLevelAgreement, { description: 'The agreement that rules the product then.' })
  agreement!: ServiceLevelAgreement;

  @Field(() => [Entitlement], { description: 'The entitlements that give it, in time order.' })
  entitlements!: Entitlement[];

  @Field(() => Float, {
    description:
      'Weighted seconds that this outage adds: those counted with it minus those counted without it; 0 for announced maintenance that is excluded.',
  })
  countedSeconds!: number;

  @Field(() => Float, { description: "Weighted seconds counted in the month up to the question's `asOf`." })
  monthToDateSeconds!: number;

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'Uptime of the month after this outage: 1 − (month to date + counted) ÷ length, percent with 12 decimals; null where the length is zero.',
  })
  projectedUptime!: string | null;

  @Field(() => Float, { description: 'Seconds left in the month after this outage; negative when broken.' })
  headroomSeconds!: number;

  @Field(() => Boolean, { description: 'Whether the month is below its target after this outage.' })
  breached!: boolean;

  @Field(() => Money, {
    nullable: true,
    description:
      "Credit owed for the month after this outage. Where it is owed in several currencies, its value in the company's reporting currency at the exchange rates in force at `asOf`, rounded once. Null where none is owed, and where a rate is missing.",
  })
  serviceCredit!: Money | null;

  @Field(() => String, {
    nullable: true,
    description: 'Which exchange rate is missing where credit is owed and `serviceCredit` is null.',
  })
  serviceCreditMissingBecause!: string | null;

  @Field(() => [Money], { description: 'The credit owed, one entry a currency; empty where none is owed.' })
  serviceCredits!: Money[];
}

@ObjectType('ExposedCustomer', { description: 'A customer that an outage makes DEGRADED or DOWN.' })
export class ExposedCustomer {
  @Field(() => Customer, { description: 'The customer.' })
  customer!: Customer;

  @Field(() => ImpactState, { description: 'The worst state of any of its products: DEGRADED or DOWN.' })
  state!: ImpactState;

  @Field(() => Float, {
    description: 'Seconds by the clock in which some product is DOWN that would not be without this outage.',
  })
  downSeconds!: number;

  @Field(() => Float, {
    description: 'Seconds by the clock in which some product is DEGRADED through this outage, and none DOWN.',
  })
  degradedSeconds!: number;

  @Field(() => [Asset], {
    description: 'A shortest chain from where the outage starts to the asset that hits the customer worst.',
  })
  causes!: Asset[];

  @Field(() => [ExposedAgreement], {
    description:
      'One entry for each product hit, local month, and agreement ruling it; empty where no agreement measures them.',
  })
  agreements!: ExposedAgreement[];

  @Field(() => Float, {
    nullable: true,
    description: 'The least headroom of its agreements; null without any.',
  })
  leastHeadroomSeconds!: number | null;

  @Field(() => [Money], {
    description: "What the customer pays a month at the question's `asOf`, by currency.",
  })
  monthlyRecurringRevenue!: Money[];
}

export const { Connection: ExposedCustomerConnection } = connectionOf(
  () => ExposedCustomer,
  'ExposedCustomer',
);

/** By what exposed customers are sorted. */
export enum ExposureOrderField {
  SERVICE_CREDIT = 'SERVICE_CREDIT',
  HEADROOM = 'HEADROOM',
  NAME = 'NAME',
  MONTHLY_RECURRING_REVENUE = 'MONTHLY_RECURRING_REVENUE',
  DOWN_SECONDS = 'DOWN_SECONDS',
}
const byAmount =
  'the value in the reporting currency at the exchange rates in force at `asOf`, to the ten-thousandth of its unit; in either direction those without a rate come last, currency by currency, then those in several currencies without';
registerEnumType(ExposureOrderField, {
  name: 'ExposureOrderField',
  description: 'By what exposed customers are sorted; ties by customer id.',
  valuesConfig: {
    [ExposureOrderField.SERVICE_CREDIT]: {
      description: `By the credit owed to them after the outage: ${byAmount}.`,
    },
    [ExposureOrderField.HEADROOM]: {
      description: 'By their least headroom after the outage; those without an agreement last.',
    },
    [ExposureOrderField.NAME]: { description: 'By name, in order of its characters.' },
    [ExposureOrderField.MONTHLY_RECURRING_REVENUE]: { description: `By what they pay a month: ${byAmount}.` },
    [ExposureOrderField.DOWN_SECONDS]: { description: 'By the seconds they are DOWN.' },
  },
});

@InputType('ExposureOrder', { description: 'How exposed customers are sorted.' })
export class ExposureOrder {
  @Field(() => ExposureOrderField, { description: 'By what.' })
  field!: ExposureOrderField;

  @Field(() => OrderDirection, { description: 'In which direction.', defaultValue: OrderDirection.DESC })
  direction!: OrderDirection;
}

@ArgsType()
export class ExposedCustomersArgs extends ConnectionArgs {
  @Field(() => ExposureOrder, {
    nullable: true,
    description: 'How they are sorted; by the credit owed, the greatest first, where it is absent.',
  })
  orderBy?: ExposureOrder | null;
}

@ObjectType('Exposure', {
  description:
    'What an outage would cost: the customers it makes DEGRADED or DOWN, of those that the viewer may see, weighed against their agreements.',
})
export class Exposure {
  @Field(() => DateTimeScalar, { description: 'Month-to-date figures are taken up to this instant.' })
  asOf!: Date;

  @Field(() => Int, { description: 'Customers hit.' })
  customerCount!: number;

  @Field(() => Int, {
    description:
      'Customers with at least one agreement whose month is below its target after this outage, those already below it before included.',
  })
  breachCount!: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'Customers hit whose records have not reached this service yet, so that they are missing from all other figures; null for viewers who do not see every customer.',
  })
  unknownCustomerCount!: number | null;

  @Field(() => [Money], {
    description:
      'What the customers hit pay a month for all their STANDARD subscriptions in effect at `asOf`, by currency.',
  })
  monthlyRecurringRevenue!: Money[];

  @Field(() => [Money], {
    description:
      'Credits owed to the customers hit for the months concerned, after this outage, by currency.',
  })
  serviceCredits!: Money[];

  @Field(() => Float, {
    nullable: true,
    description:
      'The least headroom, in seconds, of any agreement after this outage; null where none is hit.',
  })
  leastHeadroomSeconds!: number | null;

  @Field(() => String, {
    description: "The company's reporting currency, ISO 4217, by which amounts are ranked.",
  })
  reportingCurrency!: string;

  @Field(() => [String], {
    description:
      'The currencies of the amounts above without a recorded exchange rate into the reporting currency for the day (UTC) of `asOf` or before: customers with amounts in them are ranked behind the others.',
  })
  unconvertedCurrencies!: string[];

  /** How amounts are compared. */
  conversion!: Conversion;

  /** What `customers` pages over. */
  rows!: readonly ExposedCustomerRow[];
}

@Directive('@key(fields: "id")')
@ObjectType('OutageImpact', { description: 'The answer to a question of what an outage would do.' })
export class OutageImpact {
  @Field(() => ID, { description: 'Identifier, unique to the question.' })
  id!: string;

  @Directive('@external')
  @Field(() => CustomerOutagesScalar, {
    nullable: true,
    description: 'The customers hit, as the services hand them to one another.',
  })
  customerOutages?: unknown;
}
