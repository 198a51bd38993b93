import { UpdateInput } from '@plimsoll/shared';
import { Field, InputType } from 'type-graphql';

@InputType('ReissueCsiInput', { description: 'Another support identifier for a customer.' })
export class ReissueCsiInput extends UpdateInput {
  @Field(() => String, {
    nullable: true,
    description: 'The new one, 3–40 letters, digits and dashes, unique; issued when left out.',
  })
  csi?: string | null;

  @Field(() => String, { description: 'Why, 1–200 characters.' })
  reason!: string;
}
