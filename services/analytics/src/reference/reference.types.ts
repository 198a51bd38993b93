import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('Product', { description: 'What is sold and measured, such as a service of the platform.' })
export class Product {
  @Field(() => ID, { description: 'Identifier, `prd_…`.' })
  id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('ServiceLevelAgreement', { description: 'A version of a service-level agreement.' })
export class ServiceLevelAgreement {
  @Field(() => ID, { description: 'Identifier, `sla_…`.' })
  id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('Entitlement', { description: 'What binds a customer to an agreement.' })
export class Entitlement {
  @Field(() => ID, { description: 'Identifier, `ent_…`.' })
  id!: string;
}

@Directive('@key(fields: "id")')
@ObjectType('Customer', { description: 'A company that buys.' })
export class Customer {
  @Field(() => ID, { description: 'Identifier, `cus_…`.' })
  id!: string;
}

@Directive('@key(fields: "id")')
@ObjectType('Asset', {
  description: 'Anything that is changed: a data centre, a host, a service, a feature.',
})
export class Asset {
  @Field(() => ID, { description: 'Identifier, `ast_…`.' })
  id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('Person', { description: 'A member of staff.' })
export class Person {
  @Field(() => ID, { description: 'Identifier, `per_…`.' })
  id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('Queue', { description: 'Where tickets wait until somebody takes them.' })
export class Queue {
  @Field(() => ID, { description: 'Identifier, `que_…`.' })
  id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('Ticket', {
  description: 'What somebody asks for or reports: a request, an incident, a problem.',
})
export class Ticket {
  @Field(() => ID, { description: 'Identifier, `tkt_…`.' })
  id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('Plan', { description: 'A product as sold: with a support level, an agreement and a price.' })
export class Plan {
  @Field(() => ID, { description: 'Identifier, `pln_…`.' })
  id!: string;
}
