import {
  ConnectionArgs,
  connectionOf,
  CreateInput,
  OrderDirection,
  RecordObject,
  UpdateInput,
  UserError,
} from '@plimsoll/shared';
import { ArgsType, Directive, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';

@Directive('@key(fields: "id")')
@ObjectType('Contact', {
  description: 'A person at a customer. Seen by staff, by colleagues at the customer and by its partner.',
})
export class Contact extends RecordObject {
  @Field(() => String, { nullable: true, description: 'Name.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'Mail address.' })
  email?: string | null;

  @Field(() => String, { nullable: true, description: 'Telephone number, as people write it.' })
  phone?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the customer has named this person to deal with support.',
  })
  designated?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether this person may sign in and ask for support.',
  })
  active?: boolean | null;

  @Field(() => String, { nullable: true, description: "Language and country, BCP 47; null: the customer's." })
  locale?: string | null;

  customerId?: string | null;
}

@InputType('ContactFilter', { description: 'Which contacts; all conditions must hold.' })
export class ContactFilter {
  @Field(() => String, { nullable: true, description: 'Part of the name or mail address, in any case.' })
  search?: string | null;

  @Field(() => ID, { nullable: true, description: 'At this customer, `cus_…`.' })
  customerId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Designated ones, or the others.' })
  designated?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Active ones, or the others.' })
  active?: boolean | null;
}

/** By what contacts are sorted. */
export enum ContactOrderField {
  NAME = 'NAME',
}
registerEnumType(ContactOrderField, {
  name: 'ContactOrderField',
  description: 'By what contacts are sorted.',
  valuesConfig: { NAME: { description: 'By name.' } },
});

@InputType('ContactOrder', { description: 'How contacts are sorted.' })
export class ContactOrder {
  @Field(() => ContactOrderField, { description: 'By what.' })
  field!: ContactOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class ContactsArgs extends ConnectionArgs {
  @Field(() => ContactFilter, { nullable: true, description: 'Which contacts; all by default.' })
  filter?: ContactFilter | null;

  @Field(() => ContactOrder, { nullable: true, description: 'How they are sorted; by name by default.' })
  orderBy?: ContactOrder | null;
}

export const { Connection: ContactConnection } = connectionOf(() => Contact, 'Contact');

@ObjectType('ContactPayload', { description: 'The contact after a mutation, or why nothing changed.' })
export class ContactPayload {
  @Field(() => Contact, { nullable: true, description: 'The contact as it is now; null when refused.' })
  contact?: Contact | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('CreateContactInput', { description: 'A new contact.' })
export class CreateContactInput extends CreateInput {
  @Field(() => ID, { description: 'The customer, `cus_…`.' })
  customerId!: string;

  @Field(() => String, { description: 'Name, 1–200 characters.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Mail address.' })
  email?: string | null;

  @Field(() => String, { nullable: true, description: 'Telephone number, 4–20 digits, as people write it.' })
  phone?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether named to deal with support.' })
  designated!: boolean;

  @Field(() => String, { nullable: true, description: "BCP 47 tag; null: the customer's." })
  locale?: string | null;
}

@InputType('UpdateContactInput', {
  description: 'Changes to a contact; a field that is left out stays as it is.',
})
export class UpdateContactInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'New name, 1–200 characters.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'New mail address; null removes it.' })
  email?: string | null;

  @Field(() => String, { nullable: true, description: 'New telephone number; null removes it.' })
  phone?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether named to deal with support.' })
  designated?: boolean | null;

  @Field(() => String, { nullable: true, description: "New BCP 47 tag; null: the customer's." })
  locale?: string | null;
}
