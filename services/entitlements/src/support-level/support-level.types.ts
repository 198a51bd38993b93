import { ArgsType, Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import {
  ConnectionArgs,
  connectionOf,
  CreateInput,
  OrderDirection,
  RecordObject,
  UpdateInput,
  UserError,
} from '@plimsoll/shared';

/** What happens to cases beyond those a support level allows. */
export enum BeyondAllowanceName {
  ALLOW = 'ALLOW',
  CHARGE = 'CHARGE',
  REFUSE = 'REFUSE',
}
registerEnumType(BeyondAllowanceName, {
  name: 'BeyondAllowance',
  description: 'What happens to cases beyond those a support level allows a contract year.',
  valuesConfig: {
    ALLOW: { description: 'They are served like the others.' },
    CHARGE: { description: 'They are served, and each is recorded to be charged.' },
    REFUSE: {
      description: 'Customers and partners open no further tickets until the next contract year; staff may.',
    },
  },
});

@Directive('@key(fields: "id")')
@ObjectType('SupportLevel', {
  description: 'What support a customer has: an agreement with its hours, languages and channels.',
})
export class SupportLevel extends RecordObject {
  @Field(() => String, { nullable: true, description: 'Name, as sold.' })
  name?: string | null;

  calendarId?: string | null;

  agreementId?: string | null;

  @Field(() => [String], { nullable: true, description: 'Channels it is given through.' })
  channels?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Languages it is given in, BCP 47.' })
  languages?: string[] | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many designated contacts a customer may name; null: no limit.',
  })
  designatedContacts?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many cases a customer may use a contract year; null: no limit.',
  })
  casesPerYear?: number | null;

  @Field(() => BeyondAllowanceName, { nullable: true, description: 'What happens to cases beyond these.' })
  beyondAllowance?: BeyondAllowanceName | keyof typeof BeyondAllowanceName | null;
}

@InputType('SupportLevelFilter', { description: 'Which support levels; all conditions must hold.' })
export class SupportLevelFilter {
  @Field(() => String, { nullable: true, description: 'Part of the name, in any case.' })
  search?: string | null;

  @Field(() => String, { nullable: true, description: 'Given in this language.' })
  language?: string | null;
}

/** By what support levels are sorted. */
export enum SupportLevelOrderField {
  NAME = 'NAME',
}
registerEnumType(SupportLevelOrderField, {
  name: 'SupportLevelOrderField',
  description: 'By what support levels are sorted.',
  valuesConfig: { NAME: { description: 'By name.' } },
});

@InputType('SupportLevelOrder', { description: 'How support levels are sorted.' })
export class SupportLevelOrder {
  @Field(() => SupportLevelOrderField, { description: 'By what.' })
  field!: SupportLevelOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class SupportLevelsArgs extends ConnectionArgs {
  @Field(() => SupportLevelFilter, { nullable: true, description: 'Which support levels; all by default.' })
  filter?: SupportLevelFilter | null;

  @Field(() => SupportLevelOrder, { nullable: true, description: 'How they are sorted; by name by default.' })
  orderBy?: SupportLevelOrder | null;
}

export const { Connection: SupportLevelConnection } = connectionOf(() => SupportLevel, 'SupportLevel');

@ObjectType('SupportLevelPayload', {
  description: 'The support level after a mutation, or why nothing changed.',
})
export class SupportLevelPayload {
  @Field(() => SupportLevel, {
    nullable: true,
    description: 'The support level as it is now; null when refused.',
  })
  supportLevel?: SupportLevel | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('CreateSupportLevelInput', { description: 'A new support level.' })
export class CreateSupportLevelInput extends CreateInput {
  @Field(() => String, { description: 'Name, 1–200 characters.' })
  name!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Its hours: a business calendar, `cal_…`; null: around the clock.',
  })
  calendarId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Its agreement, `sla_…`.' })
  agreementId?: string | null;

  @Field(() => [String], { defaultValue: [], description: 'Channels it is given through.' })
  channels!: string[];

  @Field(() => [String], { defaultValue: [], description: 'Languages it is given in, BCP 47.' })
  languages!: string[];

  @Field(() => Int, {
    nullable: true,
    description: 'Designated contacts at most, 0 or more; null: no limit.',
  })
  designatedContacts?: number | null;

  @Field(() => Int, { nullable: true, description: 'Cases a year at most, 0 or more; null: no limit.' })
  casesPerYear?: number | null;

  @Field(() => BeyondAllowanceName, {
    defaultValue: BeyondAllowanceName.ALLOW,
    description: 'What happens to cases beyond these.',
  })
  beyondAllowance!: BeyondAllowanceName;
}

@InputType('UpdateSupportLevelInput', {
  description: 'Changes to a support level; a field that is left out stays as it is.',
})
export class UpdateSupportLevelInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'New name, 1–200 characters.' })
  name?: string | null;

  @Field(() => ID, { nullable: true, description: 'New business calendar; null removes it.' })
  calendarId?: string | null;

  @Field(() => ID, { nullable: true, description: 'New agreement; null removes it.' })
  agreementId?: string | null;

  @Field(() => [String], { nullable: true, description: 'New channels, in place of the present ones.' })
  channels?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'New languages, in place of the present ones.' })
  languages?: string[] | null;

  @Field(() => Int, { nullable: true, description: 'Designated contacts at most; null: no limit.' })
  designatedContacts?: number | null;

  @Field(() => Int, { nullable: true, description: 'Cases a year at most; null: no limit.' })
  casesPerYear?: number | null;

  @Field(() => BeyondAllowanceName, {
    nullable: true,
    description: 'What happens to cases beyond these; for cases that close from now on.',
  })
  beyondAllowance?: BeyondAllowanceName | null;
}
