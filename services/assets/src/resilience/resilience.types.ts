import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '@plimsoll/shared';
import { Customer, Product } from '../account/index.js';
import { Asset } from '../asset/index.js';
import { DependencyGroup, DependencyStrength } from '../dependency/index.js';

const GRAPH_VERSION =
  'The version of the asset graph it was computed on: a whole number that never falls from one read to the next, the same on every process of one database; equal versions mean equal graphs.';

@InputType('ResilienceScopeInput', {
  description:
    'Of whom the question is: customers × products with an active subscription. What is given has to match; nothing given means everybody.',
})
export class ResilienceScopeInput {
  @Field(() => ID, { nullable: true, description: 'Of this customer.' })
  customerId?: string | null;

  @Field(() => ID, { nullable: true, description: 'To this product.' })
  productId?: string | null;

  @Field(() => ID, { nullable: true, description: 'On this pod.' })
  podId?: string | null;
}

@ArgsType()
export class FatalSetsArgs {
  @Field(() => ResilienceScopeInput, { nullable: true, description: 'Of whom; everybody by default.' })
  scope?: ResilienceScopeInput | null;

  @Field(() => Int, { defaultValue: 20, description: 'How many to list, 1–100.' })
  first!: number;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Amid all that is down now: open incidents and changes in progress.',
  })
  amidOutages!: boolean;
}

@ArgsType()
export class RedundancyAuditArgs {
  @Field(() => ResilienceScopeInput, {
    nullable: true,
    description: 'Only groups that these need, directly or through others; all groups by default.',
  })
  scope?: ResilienceScopeInput | null;

  @Field(() => Int, { defaultValue: 50, description: 'How many to list, 1–100.' })
  first!: number;

  @Field(() => Int, {
    defaultValue: 0,
    description: 'List groups that can spare no more than so many further members; 0–1,000.',
  })
  mostSpare!: number;

  @Field(() => Boolean, {
    defaultValue: true,
    description: 'Amid all that is down now: open incidents and changes in progress.',
  })
  amidOutages!: boolean;
}

@ObjectType('FatalHit', { description: 'A customer whose product would be down.' })
export class FatalHit {
  @Field(() => Customer, { description: 'The customer.' })
  customer!: Customer;

  @Field(() => Product, { description: 'The product.' })
  product!: Product;
}

@ObjectType('FatalSet', {
  description:
    'Assets whose loss takes somebody down. Of a pair, neither asset takes those down whom it is listed with.',
})
export class FatalSet {
  @Field(() => [Asset], { description: 'The assets, by id: one, or the two of a pair.' })
  assets?: Asset[];

  @Field(() => Int, { description: 'How many customers would be down with a product.' })
  customerCount!: number;

  @Field(() => Int, {
    description: 'How many products of customers would be down, each counted per customer.',
  })
  hitCount!: number;

  @Field(() => [FatalHit], { description: 'Whose products would be down, by customer, then product.' })
  hits?: FatalHit[];

  assetIds!: string[];

  /** Products of customers, in the order of the list. */
  down!: { customerId: string; productId: string }[];
}

@ObjectType('FatalSets', {
  description:
    'What takes customers down: those that take most products of customers down first, then by the ids of the assets. Only DOWN counts; what would be DEGRADED or AT_RISK is not listed.',
})
export class FatalSets {
  @Field(() => String, { description: GRAPH_VERSION })
  graphVersion!: string;

  @Field(() => DateTimeScalar, { description: 'The instant whose subscriptions and outages count.' })
  asOf!: Date;

  @Field(() => Int, { description: 'How many were found, listed or not.' })
  totalCount!: number;

  @Field(() => Int, {
    description:
      'How many assets were examined: of these everything was found. They are the ones nearest to the placed assets.',
  })
  examinedCount!: number;

  @Field(() => Int, {
    description:
      'How many assets that could take somebody down were not examined, since a question may cost only so much; ask about fewer customers to have them examined.',
  })
  unexaminedCount!: number;

  @Field(() => [FatalSet], { description: 'The first of them.' })
  sets!: FatalSet[];
}

@ObjectType('GroupRedundancy', {
  description: 'A group of providers of which some may be lost, and how many it has left to lose.',
})
export class GroupRedundancy {
  @Field(() => Asset, { nullable: true, description: 'The asset that needs the group.' })
  consumer?: Asset | null;

  @Field(() => DependencyGroup, { nullable: true, description: 'The group.' })
  group?: DependencyGroup | null;

  @Field(() => DependencyStrength, {
    nullable: true,
    description: 'What losing the group does to the consumer.',
  })
  strength!: DependencyStrength;

  @Field(() => Int, { description: 'How many live members it has.' })
  liveCount!: number;

  @Field(() => Int, { description: 'How many of them must be up.' })
  neededCount!: number;

  @Field(() => Int, { description: 'How many live members are DOWN now.' })
  downCount!: number;

  @Field(() => Int, {
    description:
      'How many more may go down before the group does: 0 where the next failure takes it down, below 0 where it is down.',
  })
  spareCount!: number;

  @Field(() => [Asset], { description: 'Its members, by id.' })
  members?: Asset[];

  consumerId!: string;

  memberIds!: string[];
}

@ObjectType('RedundancyAudit', {
  description:
    'Groups near their limit: the one that can spare least first, then by the id of the consumer. A group has two or more members and states how many must be up.',
})
export class RedundancyAudit {
  @Field(() => String, { description: GRAPH_VERSION })
  graphVersion!: string;

  @Field(() => DateTimeScalar, { description: 'The instant whose outages count.' })
  asOf!: Date;

  @Field(() => Int, { description: 'How many were found, listed or not.' })
  totalCount!: number;

  @Field(() => [GroupRedundancy], { description: 'The first of them.' })
  groups!: GroupRedundancy[];
}
