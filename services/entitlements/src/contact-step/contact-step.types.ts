import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { UpdateInput, UserError } from '@plimsoll/shared';
import { Contact } from '../contact/index.js';

@InputType('ActivateContactInput', { description: 'Lets a contact sign in and ask for support again.' })
export class ActivateContactInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'Why, 1–200 characters; kept in the history.' })
  reason?: string | null;
}

@InputType('DeactivateContactInput', {
  description: 'Keeps a contact from signing in and asking for support.',
})
export class DeactivateContactInput extends UpdateInput {
  @Field(() => String, { description: 'Why, 1–200 characters; kept in the history.' })
  reason!: string;
}

@InputType('DesignateContactInput', {
  description: 'Names a contact to deal with support, or takes that away.',
})
export class DesignateContactInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'Why, 1–200 characters; kept in the history.' })
  reason?: string | null;
}

@InputType('ReplaceDesignatedContactInput', {
  description: 'Hands the designation of one contact to another of the same customer.',
})
export class ReplaceDesignatedContactInput extends UpdateInput {
  @Field(() => ID, { description: 'Who is designated instead, `con_…`.' })
  replacementId!: string;

  @Field(() => Int, {
    description:
      "The replacement's version as the caller has read it; a stale one is refused with `CONFLICT`.",
  })
  replacementExpectedVersion!: number;

  @Field(() => String, { description: 'Why, 1–200 characters; kept in the history.' })
  reason!: string;
}

@ObjectType('ReplaceDesignatedContactPayload', {
  description: 'The two contacts after one took the place of the other, or why nothing changed.',
})
export class ReplaceDesignatedContactPayload {
  @Field(() => Contact, { nullable: true, description: 'Who was designated; null when refused.' })
  replaced?: Contact | null;

  @Field(() => Contact, { nullable: true, description: 'Who is designated instead; null when refused.' })
  replacement?: Contact | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}
