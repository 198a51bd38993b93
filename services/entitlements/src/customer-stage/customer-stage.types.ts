import { registerEnumType } from 'type-graphql';

/** How far a customer is with the company. */
export enum CustomerStage {
  PROSPECT = 'PROSPECT',
  CUSTOMER = 'CUSTOMER',
  FORMER = 'FORMER',
  TERMINATING = 'TERMINATING',
  TERMINATED = 'TERMINATED',
}
registerEnumType(CustomerStage, {
  name: 'CustomerStage',
  description: "How far a customer is with the company today, in the customer's time zone.",
  valuesConfig: {
    PROSPECT: { description: 'It has never paid, and nothing that is paid for runs.' },
    CUSTOMER: { description: 'A `STANDARD` subscription priced above zero runs.' },
    FORMER: { description: 'It has paid, and nothing that is paid for runs any more.' },
    TERMINATING: {
      description: 'Its end is on record, and may be withdrawn until its grace period is over.',
    },
    TERMINATED: { description: 'Its grace period is over.' },
  },
});

/** What a customer's account is, by the subscriptions that run. */
export enum AccountKind {
  FREE = 'FREE',
  TRIAL = 'TRIAL',
  PILOT = 'PILOT',
  DEMO = 'DEMO',
  TRAINING = 'TRAINING',
  PARTNER = 'PARTNER',
  STANDARD = 'STANDARD',
}
registerEnumType(AccountKind, {
  name: 'AccountKind',
  description: "What a customer's account is: the kind of a subscription that runs.",
  valuesConfig: {
    FREE: { description: 'Free of charge, without an end.' },
    TRIAL: { description: 'To try before buying.' },
    PILOT: { description: 'Trying something new with us.' },
    DEMO: { description: 'For demonstrations.' },
    TRAINING: { description: 'For training.' },
    PARTNER: { description: "For a partner's own use." },
    STANDARD: { description: 'Paid for.' },
  },
});
