import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { EvidenceName } from './customer-duplicate.rules.js';

/** Why two customers may be one. */
export enum DuplicateEvidence {
  SAME_NAME = 'SAME_NAME',
  SIMILAR_NAME = 'SIMILAR_NAME',
  SAME_MAIL_DOMAIN = 'SAME_MAIL_DOMAIN',
  SAME_PHONE = 'SAME_PHONE',
}
registerEnumType(DuplicateEvidence, {
  name: 'DuplicateEvidence',
  description: 'Why two customers may be one.',
  valuesConfig: {
    SAME_NAME: { description: 'The same name but for case, accents, signs and legal form: 60.' },
    SIMILAR_NAME: {
      description: 'Names that share most of their letters; only where one customer is asked for: 40.',
    },
    SAME_MAIL_DOMAIN: { description: 'Contacts with mail addresses of the same domain, no public one: 30.' },
    SAME_PHONE: { description: 'Contacts with the same telephone number: 30.' },
  },
});

@ObjectType('CustomerDuplicate', { description: 'Two customers that may be one company.' })
export class CustomerDuplicate {
  @Field(() => Int, { description: 'How likely, 0 to 100: the sum of what each reason says.' })
  score!: number;

  @Field(() => [DuplicateEvidence], { description: 'Why.' })
  reasons!: (DuplicateEvidence | EvidenceName)[];

  customerId!: string;

  duplicateId!: string;
}
