import { ArgsType, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf, ConnectionArgs, DateTimeScalar, UpdateInput } from '@plimsoll/shared';
import { Change, Person, Release } from '../account/index.js';
import { TicketLinkType } from './ticket-link.rules.js';

registerEnumType(TicketLinkType, {
  name: 'TicketLinkType',
  description: 'What a ticket has to do with another one, with a change or with a release.',
  valuesConfig: {
    CAUSED_BY: { description: 'An incident or a problem is behind it.' },
    DUPLICATE_OF: { description: 'It is the same thing again.' },
    BLOCKED_BY: { description: 'It cannot go on before the other one is solved.' },
    SPLIT_FROM: { description: 'It was a part of the other one.' },
    ASKS_FOR: { description: 'It asks for this enhancement.' },
    FIXED_IN_RELEASE: { description: 'This release brings what solves it.' },
    BROKEN_BY_CHANGE: { description: 'This change brought it about.' },
  },
});

@ObjectType('TicketLink', { description: 'What a ticket has to do with something else.' })
export class TicketLink {
  ticketId!: string;
  toTicketId!: string | null;
  toChangeId!: string | null;
  toReleaseId!: string | null;
  linkedBy!: string | null;

  @Field(() => ID, { description: 'Identifier, `lnk_…`.' })
  id!: string;

  @Field(() => TicketLinkType, { description: 'What the one has to do with the other.' })
  type!: TicketLinkType;

  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  linkedAt!: Date;

  @Field(() => Change, { nullable: true, description: 'The change it goes to.' })
  toChange(): Change | null {
    return this.toChangeId === null ? null : { id: this.toChangeId };
  }

  @Field(() => Release, { nullable: true, description: 'The release it goes to.' })
  toRelease(): Release | null {
    return this.toReleaseId === null ? null : { id: this.toReleaseId };
  }

  @Field(() => Person, { nullable: true, description: 'Who made it; null for the platform.' })
  by(): Person | null {
    return this.linkedBy?.startsWith('per_') ? { id: this.linkedBy } : null;
  }
}

@InputType('TicketLinkFilter', { description: 'Which links; all conditions must hold.' })
export class TicketLinkFilter {
  @Field(() => TicketLinkType, { nullable: true, description: 'Of this type.' })
  type?: TicketLinkType | null;

  @Field(() => ID, { nullable: true, description: 'To this change.' })
  changeId?: string | null;

  @Field(() => ID, { nullable: true, description: 'To this release.' })
  releaseId?: string | null;
}

@ArgsType()
export class TicketLinksArgs extends ConnectionArgs {
  @Field(() => TicketLinkFilter, { nullable: true, description: 'Which links; all by default.' })
  filter?: TicketLinkFilter | null;
}

export const { Connection: TicketLinkConnection } = connectionOf(() => TicketLink, 'TicketLink');

@InputType('LinkTicketInput', { description: 'A link of a ticket; one target, which its type asks for.' })
export class LinkTicketInput extends UpdateInput {
  @Field(() => TicketLinkType, { description: 'What it has to do with the target.' })
  type!: TicketLinkType;

  @Field(() => ID, { nullable: true, description: 'The other ticket.' })
  toTicketId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The change that brought it about.' })
  toChangeId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The release that brings what solves it.' })
  toReleaseId?: string | null;
}

@InputType('UnlinkTicketInput', { description: 'A link of a ticket that is taken away.' })
export class UnlinkTicketInput extends UpdateInput {
  @Field(() => ID, { description: 'The link.' })
  linkId!: string;
}
