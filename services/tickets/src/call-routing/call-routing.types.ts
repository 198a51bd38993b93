import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@key(fields: "id")')
@ObjectType('CallRouting', { description: 'Whom a call comes from, and where it goes. For staff.' })
export class CallRouting {
  @Field(() => ID, {
    description: 'Identifier, `call_…`: it names contact, customer and entitlement, and is kept nowhere.',
  })
  id!: string;
}
