import { DateTimeScalar, JsonScalar } from '@plimsoll/shared';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { Contact, Partner, Person } from '../account/index.js';

@Directive('@key(fields: "id")')
@ObjectType('Viewer', { description: 'Who is asking.' })
export class Viewer {
  @Field(() => ID, {
    description:
      'The member of staff (`per_…`), contact (`con_…`) or reseller (`par_…`) who asks; of one who is none of these, the name in the token.',
  })
  id!: string;

  @Field(() => [String], {
    nullable: true,
    description:
      'The roles of the token: admin, agent, operator, manager, executive, analyst, partner, contact.',
  })
  roles?: readonly string[] | null;
}

@Directive('@key(fields: "id")')
@ObjectType('AgentDesk', { description: 'What a member of staff works on.' })
export class AgentDesk {
  @Field(() => ID, { description: 'The person, `per_…`.' })
  id!: string;

  @Directive('@external')
  @Field(() => JsonScalar, {
    nullable: true,
    description: 'The changes that wait for the decision of whoever asks, for the subgraph of work lists.',
  })
  owedApprovals?: unknown;

  @Field(() => Person, { nullable: true, description: 'The person.' })
  person(): Person | null {
    return { id: this.id };
  }
}

@ObjectType('OnCallDuty', { description: 'That somebody is on call now.' })
export class OnCallDuty {
  rotationId!: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Until when, without a break; null: for more than 32 days.',
  })
  until!: Date | null;
}

@ObjectType('ContactDesk', { description: 'What a contact has to do with the support desk.' })
export class ContactDesk {
  contactId!: string;

  @Field(() => Contact, { nullable: true, description: 'The contact.' })
  contact(): Contact | null {
    return { id: this.contactId };
  }
}

@ObjectType('PartnerDesk', { description: 'What a reseller has to do with the support desk.' })
export class PartnerDesk {
  partnerId!: string;

  @Field(() => Partner, { nullable: true, description: 'The reseller.' })
  partner(): Partner | null {
    return { id: this.partnerId };
  }
}
