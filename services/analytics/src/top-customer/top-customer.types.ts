import { Field, Int, ObjectType } from 'type-graphql';
import { DateScalar, DecimalScalar, Money } from '@plimsoll/shared';
import { Customer } from '../reference/index.js';

const TWELVE =
  'the twelve local months that end with the one `asOf` lies in, by the ledger as of that instant (of a month that is not over the whole length counts)';

@ObjectType('TopCustomer', { description: 'How one of the customers that pay most is faring.' })
export class TopCustomer {
  @Field(() => Customer, { description: 'The customer.' })
  customer!: Customer;

  @Field(() => Money, {
    nullable: true,
    description:
      'What it pays a month at `asOf` for its STANDARD subscriptions, in the reporting currency at the rates of that day.',
  })
  monthlyRecurringRevenue!: Money | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: `Percent with 12 decimals: 100 × (1 − counted ÷ length) over all its products, the seconds added up over ${TWELVE}. Null where nothing is measured. By month: \`Customer.serviceLevels\`.`,
  })
  uptime!: string | null;

  @Field(() => Int, {
    description: `Commitments broken: months of a product below their uptime target in ${TWELVE}, and clocks of tickets breached since the first of them began (UTC).`,
  })
  breachCount!: number;

  @Field(() => Int, {
    description: 'Tickets opened by `asOf` and by then neither resolved nor closed, merged ones left out.',
  })
  openTicketCount!: number;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The next day, from that of `asOf` on, on which one of its STANDARD subscriptions renews.',
  })
  renewsOn!: string | null;

  asOf!: Date;
}
