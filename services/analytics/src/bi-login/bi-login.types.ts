import { Field, ID, InputType, ObjectType } from 'type-graphql';
import {
  connectionOf,
  CreateInput,
  DateTimeScalar,
  RecordObject,
  UpdateInput,
  UserError,
} from '@plimsoll/shared';

@ObjectType('BiLogin', {
  description:
    'A login of the analytics database for programs that speak SQL: it reads the views of schema `bi`, nothing else.',
})
export class BiLogin extends RecordObject {
  @Field(() => String, { description: 'The name to log in by, `bi_…`.' })
  login!: string;

  @Field(() => ID, {
    nullable: true,
    description: "The reseller whose customers alone it reads, `par_…`; null: it reads the whole company's.",
  })
  partnerId!: string | null;

  @Field(() => DateTimeScalar, { description: 'Since when it is there.' })
  createdAt!: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Since when it is ended; null: it is in force.',
  })
  revokedAt!: Date | null;
}

export const { Connection: BiLoginConnection } = connectionOf(() => BiLogin, 'BiLogin');

@InputType('CreateBiLoginInput', { description: 'A new login for SQL.' })
export class CreateBiLoginInput extends CreateInput {
  @Field(() => String, {
    description: 'Its name without `bi_`: 2–40 small letters, digits and underscores, the first a letter.',
  })
  name!: string;

  @Field(() => ID, {
    nullable: true,
    description: "The reseller whose customers alone it reads, `par_…`; null: the whole company's.",
  })
  partnerId?: string | null;
}

@InputType('RevokeBiLoginInput', { description: 'Which login ends.' })
export class RevokeBiLoginInput extends UpdateInput {}

@ObjectType('BiLoginPayload', { description: 'The login after a mutation, or why nothing changed.' })
export class BiLoginPayload {
  @Field(() => BiLogin, { nullable: true, description: 'The login as it is now; null when refused.' })
  biLogin?: BiLogin | null;

  @Field(() => String, {
    nullable: true,
    description: 'Its password, in the first answer alone: it is kept nowhere.',
  })
  password?: string | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}
