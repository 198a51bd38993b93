import { GraphQLScalarType } from 'graphql';
import { Directive, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { DateTimeScalar } from '@plimsoll/shared';
import { AssetImpactConnection, type AffectedAssets } from '../asset-impact/index.js';
import type { CustomerOutages } from '../impact/index.js';

/** Into what an outage puts its assets. */
export enum OutageState {
  DEGRADED = 'DEGRADED',
  DOWN = 'DOWN',
}
registerEnumType(OutageState, {
  name: 'OutageState',
  description: 'Into what state an outage puts its assets.',
  valuesConfig: {
    DEGRADED: { description: 'They work worse than they should.' },
    DOWN: { description: 'They do not work.' },
  },
});

@InputType('OutageInput', { description: 'An outage to be simulated: which assets, when, how.' })
export class OutageInput {
  @Field(() => [ID], { description: 'The assets that go down, 1 to 1,000.' })
  assetIds!: string[];

  @Field(() => DateTimeScalar, { description: 'When it begins.' })
  from!: Date;

  @Field(() => DateTimeScalar, { description: 'When it is over (exclusive); at most 92 days after `from`.' })
  to!: Date;

  @Field(() => OutageState, { defaultValue: OutageState.DOWN, description: 'The state of the assets.' })
  state!: OutageState;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether it is maintenance: planned maintenance announced in time is excluded from availability as far as an agreement allows.',
  })
  planned!: boolean;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was, or would be, announced; not after `from`. Counts only where it is planned.',
  })
  noticeGivenAt?: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'The instant at which month-to-date figures are taken; now by default.',
  })
  asOf?: Date | null;
}

/** What travels to the subgraph that weighs an outage, as it is. */
export const CustomerOutagesScalar = new GraphQLScalarType<CustomerOutages, CustomerOutages>({
  name: 'CustomerOutages',
  description:
    'Which customers an outage makes worse, product by product and slice by slice; travels between subgraphs only.',
  serialize: (value) => value as CustomerOutages,
  extensions: { directives: { inaccessible: {} } },
});

@Directive('@key(fields: "id")')
@ObjectType('OutageImpact', {
  description:
    'What an outage would do. Open incidents and approved changes are part of the simulation; what they do without it is not counted as its doing. Nothing is written.',
})
export class OutageImpact {
  @Field(() => ID, { description: 'Identifier of the question: the same question has the same.' })
  id!: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'The instant at which month-to-date figures are taken.',
  })
  asOf!: Date;

  @Field(() => String, {
    nullable: true,
    description:
      'The version of the asset graph it was computed on: a whole number that never falls from one read to the next, the same on every process of one database; equal versions mean equal graphs. Staff only.',
  })
  graphVersion!: string;

  @Field(() => AssetImpactConnection, {
    nullable: true,
    description:
      'The assets it makes worse at some time, from DOWN to AT_RISK, then by id; those of the question among them. Only what you may see is listed and counted; what you may not see carries impact all the same.',
  })
  assets?: unknown;

  @Directive('@inaccessible')
  @Field(() => CustomerOutagesScalar, {
    nullable: true,
    description: 'The customers it makes worse, for the subgraph that weighs them.',
  })
  customerOutages!: CustomerOutages;

  affected!: AffectedAssets;
}
