import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@key(fields: "id")')
@ObjectType('Viewer', { description: 'Who is asking.' })
export class Viewer {
  @Field(() => ID, {
    description:
      'The member of staff (`per_…`), contact (`con_…`) or reseller (`par_…`) who asks; of one who is none of these, the name in the token.',
  })
  id!: string;
}
