import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@key(fields: "id")')
@ObjectType('Customer', { description: 'A customer, with its tickets.' })
export class Customer {
  @Field(() => ID, { description: 'Identifier, `cus_…`.' })
  id!: string;
}

@Directive('@key(fields: "id")')
@ObjectType('Asset', { description: 'An asset, with the tickets about it.' })
export class Asset {
  @Field(() => ID, { description: 'Identifier, `ast_…`.' })
  id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('Contact', { description: 'A person at a customer.' })
export class Contact {
  @Field(() => ID, { description: 'Identifier, `con_…`.' })
  id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('Partner', { description: 'A reseller.' })
export class Partner {
  @Field(() => ID, { description: 'Identifier, `par_…`.' })
  id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('Product', { description: 'A product.' })
export class Product {
  @Field(() => ID, { description: 'Identifier, `prd_…`.' })
  id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('Person', { description: 'A member of staff.' })
export class Person {
  @Field(() => ID, { description: 'Identifier, `per_…`.' })
  id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('Change', { description: 'A change of assets.' })
export class Change {
  @Field(() => ID, { description: 'Identifier, `chg_…`.' })
  id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('BusinessCalendar', { description: 'When an organisation works.' })
export class BusinessCalendar {
  @Field(() => ID, { description: 'Identifier, `cal_…`.' })
  id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('Release', { description: 'Changes that are rolled out together.' })
export class Release {
  @Field(() => ID, { description: 'Identifier, `rel_…`.' })
  id!: string;
}
