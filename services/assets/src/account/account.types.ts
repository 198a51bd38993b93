import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('Person', { description: 'A member of staff.' })
export class Person {
  @Field(() => ID, { description: 'Identifier, `per_…`.' })
  id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('Product', { description: 'What is sold.' })
export class Product {
  @Field(() => ID, { description: 'Identifier, `prd_…`.' })
  id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('Pod', { description: 'A self-contained installation of the platform in a region.' })
export class Pod {
  @Field(() => ID, { description: 'Identifier, `pod_…`.' })
  id!: string;
}

@Directive('@key(fields: "id")')
@ObjectType('Customer', { description: 'A company that uses the service.' })
export class Customer {
  @Field(() => ID, { description: 'Identifier, `cus_…`.' })
  id!: string;
}
