import { Asset } from '../asset/index.js';
import { Person } from '../account/index.js';
import { Change } from '../change/index.js';
import { Freeze } from '../freeze/index.js';
import { DateTimeScalar } from '@plimsoll/shared';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';

/** In what way a change clashes with something. */
export enum ConflictKind {
  SAME_ASSET = 'SAME_ASSET',
  PROVIDER = 'PROVIDER',
  CONSUMER = 'CONSUMER',
  SAME_PEOPLE = 'SAME_PEOPLE',
  JOINTLY_FATAL = 'JOINTLY_FATAL',
  FREEZE = 'FREEZE',
  OUTSIDE_WINDOW = 'OUTSIDE_WINDOW',
}
registerEnumType(ConflictKind, {
  name: 'ConflictKind',
  description: 'In what way a change clashes with something.',
  valuesConfig: {
    SAME_ASSET: { description: 'Another change of the same assets at the same time.' },
    PROVIDER: { description: 'A change, at the same time, of what its assets depend on.' },
    CONSUMER: { description: 'A change, at the same time, of what depends on its assets.' },
    SAME_PEOPLE: { description: 'The same people would carry out another change at the same time.' },
    JOINTLY_FATAL: {
      description:
        'It and others at one instant bring a group below the members it needs, and none of them can be left out for that. Only what is expected to take assets down counts.',
    },
    FREEZE: { description: 'It falls into a freeze of some of its assets.' },
    OUTSIDE_WINDOW: {
      description: 'Part of it lies in none of the maintenance windows that are about one of its assets.',
    },
  },
});

/** How bad a conflict is. */
export enum ConflictSeverity {
  BLOCKING = 'BLOCKING',
  WARNING = 'WARNING',
  INFO = 'INFO',
}
registerEnumType(ConflictSeverity, {
  name: 'ConflictSeverity',
  description: 'How bad a conflict is.',
  valuesConfig: {
    BLOCKING: {
      description:
        'The change is neither approved nor started, unless a reason is given: the same assets, a freeze, outside its windows, or customers that lose a product through changes together.',
    },
    WARNING: {
      description:
        'To be looked at: the same people, a provider or consumer that one of the two hurts, a group that is lost without a customer losing a product, and for emergencies a freeze that allows for them or a time outside windows.',
    },
    INFO: {
      description: 'Good to know: a change that is not agreed on yet, or a path along which nothing is hurt.',
    },
  },
});

@ObjectType('ConflictGroup', {
  description: 'A redundancy group that changes bring below its limit together.',
})
export class ConflictGroup {
  @Field(() => Asset, { nullable: true, description: 'The asset that needs the group; null where hidden.' })
  consumer?: Asset | null;

  @Field(() => String, { nullable: true, description: 'Its name within its consumer.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'How many members it needs: a count, or a percent.' })
  minUp?: string | null;

  @Field(() => Int, { description: 'Its live members.' })
  memberCount!: number;

  @Field(() => Int, { description: 'Those of them that would be down at once.' })
  downCount!: number;
}

@ObjectType('ChangeConflict', { description: 'Something that a change clashes with.' })
export class ChangeConflict {
  @Field(() => ConflictKind, { description: 'In what way.' })
  kind!: keyof typeof ConflictKind;

  @Field(() => ConflictSeverity, { description: 'How bad that is.' })
  severity!: keyof typeof ConflictSeverity;

  @Field(() => DateTimeScalar, { description: 'When both first happen at once.' })
  from!: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Until when (exclusive); null where the other has no end yet.',
  })
  to?: Date | null;

  @Field(() => Change, {
    nullable: true,
    description: 'The other change, the earliest where there are several.',
  })
  with?: Change | null;

  @Field(() => [Change], {
    description: 'All other changes of it, the earliest first; empty where there are none.',
  })
  changes!: Change[];

  @Field(() => [Asset], {
    description:
      'What both change; the path from an asset of this change to one of the other; the members of the group; what is frozen or outside of its windows.',
  })
  assets!: Asset[];

  @Field(() => [Person], { description: 'Who would carry out both; empty but for SAME_PEOPLE.' })
  people!: Person[];

  @Field(() => ConflictGroup, { nullable: true, description: 'The group that they bring down together.' })
  group?: ConflictGroup | null;

  @Field(() => Int, {
    description: 'Customers that lose a product through all of these changes and through no fewer of them.',
  })
  customerCount!: number;

  @Field(() => Freeze, { nullable: true, description: 'The freeze it falls into, with that occurrence.' })
  freeze?: Freeze | null;

  @Field(() => String, { description: 'Why it is a conflict.' })
  explanation!: string;
}
