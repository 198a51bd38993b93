import { ArgsType, Directive, Field, ID, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '@plimsoll/shared';

@Directive('@key(fields: "id")')
@ObjectType('OperationsIntelligence', {
  description:
    'What an executive team must be able to answer, as of one instant. Ratios show their parts and are null where the denominator is empty; lengths of time are seconds; single amounts are in the reporting currency at recorded exchange rates. Staff and analysts only.',
})
export class OperationsIntelligence {
  @Field(() => ID, { description: 'Identifier of the question, `oin_…`: its instant.' })
  id!: string;

  @Field(() => DateTimeScalar, {
    description: 'The instant as of which everything is answered; what is open lasts until then.',
  })
  asOf!: Date;
}

@ArgsType()
export class PeriodArgs {
  @Field(() => DateTimeScalar, { description: 'The first instant of the period.' })
  from!: Date;

  @Field(() => DateTimeScalar, {
    description: 'The first instant behind the period; at most ten years later.',
  })
  to!: Date;
}
