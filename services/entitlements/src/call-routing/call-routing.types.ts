import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';

/** Why a call is not routed. */
export enum CallRefusal {
  NOBODY_FOUND = 'NOBODY_FOUND',
  ACCESS_OFF = 'ACCESS_OFF',
  TERMINATED = 'TERMINATED',
}
registerEnumType(CallRefusal, {
  name: 'CallRefusal',
  description: 'Why a call is not routed.',
  valuesConfig: {
    NOBODY_FOUND: { description: 'Nobody has this number, nor this CSI.' },
    ACCESS_OFF: { description: "The customer's access is switched off." },
    TERMINATED: { description: 'The customer was terminated.' },
  },
});

@Directive('@key(fields: "id")')
@ObjectType('CallRouting', { description: 'Whom a call comes from, and where it goes. For staff.' })
export class CallRouting {
  @Field(() => ID, {
    description: 'Identifier, `call_…`: it names contact, customer and entitlement, and is kept nowhere.',
  })
  id!: string;

  contactId!: string | null;

  customerId!: string | null;

  entitlementId!: string | null;

  otherCustomerIds!: string[];
}
