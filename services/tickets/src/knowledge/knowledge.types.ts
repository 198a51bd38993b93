import { Field, ID, ObjectType } from 'type-graphql';

@ObjectType('KnowledgeArticle', { description: 'An article that helps to solve tickets.' })
export class KnowledgeArticle {
  @Field(() => ID, { description: 'Identifier.' })
  id!: string;

  @Field(() => String, { nullable: true, description: 'What it is about, in a line.' })
  title!: string | null;
}
