import { ArgsType, Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { ConnectionArgs, connectionOf, DateTimeScalar, OrderDirection, RecordObject } from '@plimsoll/shared';

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('Ticket', { description: 'A request, an incident or a problem.' })
export class Ticket {
  @Field(() => ID, { description: 'Identifier, `tkt_…`.' })
  id!: string;
}

@ObjectType('ChargeableCase', {
  description:
    'A case beyond what its contract year allows, under a support level that charges such cases. Invoices are made elsewhere.',
})
export class ChargeableCase extends RecordObject {
  customerId?: string | null;

  entitlementId?: string | null;

  ticketId?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the ticket was closed.' })
  closedAt?: Date | null;

  @Field(() => Int, { nullable: true, description: 'Which case of its contract year it is, from 1.' })
  number?: number | null;

  @Field(() => Int, { nullable: true, description: 'How many cases that contract year allows.' })
  allowed?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it is not to be charged after all: a ticket was reopened, or more is allowed.',
  })
  withdrawn?: boolean | null;
}

@InputType('ChargeableCaseFilter', { description: 'Which chargeable cases; all conditions must hold.' })
export class ChargeableCaseFilter {
  @Field(() => ID, { nullable: true, description: 'Of this customer, `cus_…`.' })
  customerId?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Closed at or after this instant.' })
  closedFrom?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Closed before this instant.' })
  closedTo?: Date | null;

  @Field(() => Boolean, { nullable: true, description: 'Withdrawn ones, or the others.' })
  withdrawn?: boolean | null;
}

/** By what chargeable cases are sorted. */
export enum ChargeableCaseOrderField {
  CLOSED_AT = 'CLOSED_AT',
}
registerEnumType(ChargeableCaseOrderField, {
  name: 'ChargeableCaseOrderField',
  description: 'By what chargeable cases are sorted.',
  valuesConfig: { CLOSED_AT: { description: 'By when the ticket was closed.' } },
});

@InputType('ChargeableCaseOrder', { description: 'How chargeable cases are sorted.' })
export class ChargeableCaseOrder {
  @Field(() => ChargeableCaseOrderField, { description: 'By what.' })
  field!: ChargeableCaseOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class ChargeableCasesArgs extends ConnectionArgs {
  @Field(() => ChargeableCaseFilter, { nullable: true, description: 'Which of them; all by default.' })
  filter?: ChargeableCaseFilter | null;

  @Field(() => ChargeableCaseOrder, {
    nullable: true,
    description: 'How they are sorted; the last closed first by default.',
  })
  orderBy?: ChargeableCaseOrder | null;
}

export const { Connection: ChargeableCaseConnection } = connectionOf(() => ChargeableCase, 'ChargeableCase');
