import { Field, ObjectType } from 'type-graphql';
import { connectionOf, DecimalScalar, Money } from '@plimsoll/shared';
import { Customer, Product, ServiceLevelAgreement } from '../reference/index.js';

@ObjectType('ServiceCredit', {
  description:
    "What a customer is owed for a product under an agreement in a month of its own time zone, in one currency: an entry of `serviceCredits` of the customer's service level.",
})
export class ServiceCredit {
  @Field(() => Customer, { description: 'Who is owed.' })
  customer!: Customer;

  @Field(() => Product, { description: 'For what.' })
  product!: Product;

  @Field(() => ServiceLevelAgreement, { description: 'Under which agreement.' })
  agreement!: ServiceLevelAgreement;

  @Field(() => String, { description: "The month, `YYYY-MM`, in the customer's time zone." })
  month!: string;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Uptime in the month, percent with 12 decimals.',
  })
  uptime!: string | null;

  @Field(() => Money, { description: 'The credit.' })
  credit!: Money;
}

export const { Connection: ServiceCreditConnection } = connectionOf(() => ServiceCredit, 'ServiceCredit');
