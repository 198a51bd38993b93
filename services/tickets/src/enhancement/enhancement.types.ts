import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { ConnectionArgs, OrderDirection } from '@plimsoll/shared';

@ObjectType('EnhancementDemand', {
  description:
    'Who asks for an enhancement. Its requests are the tickets that are linked to it with ASKS_FOR.',
})
export class EnhancementDemand {
  ticketId!: string;

  @Field(() => Int, { description: 'How many requests ask for it.' })
  requests!: number;

  @Field(() => Int, { description: 'How many customers ask for it, each counted once.' })
  customers!: number;
}

/** By what enhancements are sorted. */
enum EnhancementOrderField {
  CUSTOMERS = 'CUSTOMERS',
  REQUESTS = 'REQUESTS',
  REVENUE = 'REVENUE',
  OPENED_AT = 'OPENED_AT',
}
registerEnumType(EnhancementOrderField, {
  name: 'EnhancementOrderField',
  description: 'By what enhancements are sorted.',
  valuesConfig: {
    CUSTOMERS: { description: 'By how many customers ask for them.' },
    REQUESTS: { description: 'By how many requests ask for them.' },
    REVENUE: { description: 'By what those who ask pay a month in the currency of the filter.' },
    OPENED_AT: { description: 'By the instant they were opened.' },
  },
});

@InputType('EnhancementOrder', { description: 'How enhancements are sorted.' })
class EnhancementOrder {
  @Field(() => EnhancementOrderField, { description: 'By what.' })
  field!: EnhancementOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.DESC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@InputType('EnhancementFilter', { description: 'Which enhancements; all conditions must hold.' })
export class EnhancementFilter {
  @Field(() => Boolean, {
    nullable: true,
    description: 'True: those that are open; false: those that are not.',
  })
  open?: boolean | null;

  @Field(() => ID, { nullable: true, description: 'Of this product.' })
  productId?: string | null;

  @Field(() => ID, { nullable: true, description: 'That this customer asks for.' })
  customerId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The currency, three letters, in which REVENUE is compared; it leaves nothing out.',
  })
  currency?: string | null;
}

@ArgsType()
export class EnhancementsArgs extends ConnectionArgs {
  @Field(() => EnhancementFilter, { nullable: true, description: 'Which enhancements; all by default.' })
  filter?: EnhancementFilter | null;

  @Field(() => EnhancementOrder, {
    nullable: true,
    description: 'How they are sorted; those that most customers ask for first by default.',
  })
  orderBy?: EnhancementOrder | null;
}
