import { ArgsType, Field, InputType, ObjectType } from 'type-graphql';
import { ConnectionArgs, connectionOf, DateScalar, DecimalScalar } from '@plimsoll/shared';

@ObjectType('ExchangeRate', { description: 'What one unit of a currency was worth in another on a day.' })
export class ExchangeRate {
  @Field(() => DateScalar, { description: 'The day from which it counts, until a later one.' })
  date!: string;

  @Field(() => String, { description: 'The currency converted from, ISO 4217.' })
  from!: string;

  @Field(() => String, { description: 'The currency converted to, ISO 4217.' })
  to!: string;

  @Field(() => DecimalScalar, { description: 'Units of `to` for one unit of `from`, above 0.' })
  rate!: string;
}

@InputType('ExchangeRateFilter', { description: 'Which exchange rates; all conditions must hold.' })
export class ExchangeRateFilter {
  @Field(() => String, { nullable: true, description: 'The currency converted from, ISO 4217.' })
  from?: string | null;

  @Field(() => String, { nullable: true, description: 'The currency converted to, ISO 4217.' })
  to?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'On this day or later.' })
  since?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Before this day.' })
  until?: string | null;
}

@ArgsType()
export class ExchangeRatesArgs extends ConnectionArgs {
  @Field(() => ExchangeRateFilter, { nullable: true, description: 'Which exchange rates; all by default.' })
  filter?: ExchangeRateFilter | null;
}

export const { Connection: ExchangeRateConnection } = connectionOf(() => ExchangeRate, 'ExchangeRate');
