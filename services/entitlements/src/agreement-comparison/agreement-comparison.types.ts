import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { ServiceLevelAgreement } from '../agreement/index.js';

/** What the second of two agreements promises beside the first. */
export enum AgreementVerdict {
  STRICTER = 'STRICTER',
  LOOSER = 'LOOSER',
  EQUAL = 'EQUAL',
  DIFFERENT = 'DIFFERENT',
}
registerEnumType(AgreementVerdict, {
  name: 'AgreementVerdict',
  description: 'What the second of two agreements promises the customer beside the first.',
  valuesConfig: {
    STRICTER: { description: 'More.' },
    LOOSER: { description: 'Less.' },
    EQUAL: { description: 'The same.' },
    DIFFERENT: { description: 'More in one respect and less in another.' },
  },
});

@ObjectType('ComparedPromise', { description: 'One promise of two agreements side by side.' })
export class ComparedPromiseObject {
  @Field(() => String, {
    description:
      'The field of the agreement; of a response target `firstResponse`, `update` or `resolution`.',
  })
  field!: string;

  @Field(() => String, { nullable: true, description: '`P1` to `P5` of a response target; else null.' })
  priority!: string | null;

  @Field(() => String, { description: 'What the first promises, in words.' })
  first!: string;

  @Field(() => String, { description: 'What the second promises, in words.' })
  second!: string;

  @Field(() => AgreementVerdict, { description: 'What the second promises beside the first.' })
  verdict!: AgreementVerdict | keyof typeof AgreementVerdict;

  @Field(() => String, { description: 'The comparison as a sentence, in English.' })
  text!: string;
}

@ObjectType('AgreementComparison', { description: 'Two agreements, or versions of one, side by side.' })
export class AgreementComparison {
  @Field(() => ServiceLevelAgreement, { description: 'The first.' })
  first!: ServiceLevelAgreement;

  @Field(() => ServiceLevelAgreement, { description: 'The second.' })
  second!: ServiceLevelAgreement;

  @Field(() => AgreementVerdict, {
    description:
      'What the second promises beside the first on the whole: stricter or looser where no promise says the opposite.',
  })
  verdict!: AgreementVerdict | keyof typeof AgreementVerdict;

  @Field(() => [ComparedPromiseObject], { description: 'Promise by promise, equal ones too.' })
  promises!: ComparedPromiseObject[];
}
