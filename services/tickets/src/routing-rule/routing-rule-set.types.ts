import {
  ConnectionArgs,
  connectionOf,
  CreateInput,
  DateTimeScalar,
  OrderDirection,
  RecordObject,
  UpdateInput,
  UserError,
} from '@plimsoll/shared';
import { ArgsType, Directive, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { BusinessCalendar } from '../account/index.js';
import { AgentSkill, SkillLevelInput } from '../agent/index.js';
import { TicketChannel, TicketKind, TicketPriority, TicketSeverity, TicketTier } from '../ticket/index.js';

/** How a rule finds the person. */
export enum RoutingAssignment {
  LEAST_LOADED = 'LEAST_LOADED',
  ROUND_ROBIN = 'ROUND_ROBIN',
  NOBODY = 'NOBODY',
}
registerEnumType(RoutingAssignment, {
  name: 'RoutingAssignment',
  description: 'How a rule finds the person who gets a ticket.',
  valuesConfig: {
    LEAST_LOADED: {
      description:
        'Whoever of those who can take it has least to do, as a share of what they work on at a time.',
    },
    ROUND_ROBIN: {
      description: 'Whoever of those who can take it comes after the last one whose turn it was.',
    },
    NOBODY: { description: 'It waits in the queue until somebody takes it.' },
  },
});

/** Where a set of routing rules stands in its life. */
export enum RoutingRuleSetStatus {
  DRAFT = 'DRAFT',
  LIVE = 'LIVE',
  RETIRED = 'RETIRED',
  WITHDRAWN = 'WITHDRAWN',
}
registerEnumType(RoutingRuleSetStatus, {
  name: 'RoutingRuleSetStatus',
  description: 'Where a set of routing rules stands in its life.',
  valuesConfig: {
    DRAFT: { description: 'It can be edited and tried, and routes nothing.' },
    LIVE: { description: 'It routes tickets; there is at most one.' },
    RETIRED: { description: 'It was in force; another one has replaced it.' },
    WITHDRAWN: { description: 'It was given up before it was in force.' },
  },
});

@ObjectType('RoutingConditions', {
  description: 'Which tickets a rule takes: all conditions must hold; what is empty or null asks nothing.',
})
export class RoutingConditionsObject {
  duringCalendarId!: string | null;

  @Field(() => [TicketKind], { description: 'Of these kinds. Empty: any.' })
  kinds!: TicketKind[];

  @Field(() => [TicketChannel], { description: 'That came in so. Empty: any.' })
  channels!: TicketChannel[];

  @Field(() => [TicketPriority], { description: 'Of these priorities. Empty: any.' })
  priorities!: TicketPriority[];

  @Field(() => [TicketSeverity], { description: 'Of these severities. Empty: any.' })
  severities!: TicketSeverity[];

  @Field(() => [TicketTier], { description: 'Already with these tiers. Empty: any.' })
  tiers!: TicketTier[];

  @Field(() => [String], { description: 'Of these categories, as the desk writes them. Empty: any.' })
  categories!: string[];

  @Field(() => [String], { description: 'Of customers in these segments. Empty: any.' })
  segments!: string[];

  @Field(() => [String], { description: 'Of customers in these regions. Empty: any.' })
  regions!: string[];

  @Field(() => [String], { description: 'Of customers with these languages: ISO 639 codes. Empty: any.' })
  languages!: string[];

  @Field(() => [String], { description: 'About an asset of these kinds. Empty: any.' })
  assetKinds!: string[];

  @Field(() => [ID], { description: 'Of these customers. Empty: any.' })
  customerIds!: string[];

  @Field(() => [ID], {
    description: 'Of customers with an entitlement in force on one of these support levels. Empty: any.',
  })
  supportLevelIds!: string[];

  @Field(() => [ID], { description: 'About these products. Empty: any.' })
  productIds!: string[];

  @Field(() => [ID], { description: 'About one of these assets. Empty: any.' })
  assetIds!: string[];

  @Field(() => [String], {
    description: 'With some of these words or phrases in the subject, in any case. Empty: any.',
  })
  words!: string[];

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Asked by a designated contact of the customer, or not. Rules for designated contacts come first.',
  })
  designatedContact!: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Of a known customer, or of none.' })
  hasCustomer!: boolean | null;

  @Field(() => BusinessCalendar, { nullable: true, description: 'While this calendar works.' })
  during(): BusinessCalendar | null {
    return this.duringCalendarId === null ? null : { id: this.duringCalendarId };
  }
}

@ObjectType('RoutingRule', { description: 'Which tickets a rule takes, and where these go.' })
export class RoutingRuleObject {
  queueId!: string;
  teamId!: string | null;

  @Field(() => String, { description: 'What it is called; unique within its set.' })
  name!: string;

  @Field(() => RoutingConditionsObject, { description: 'Which tickets it takes.' })
  when!: RoutingConditionsObject;

  @Field(() => TicketTier, { nullable: true, description: 'The tier it gives to a ticket that has none.' })
  tier!: TicketTier | null;

  @Field(() => [AgentSkill], {
    description: 'What whoever gets the ticket has to be able to do: all of it, each to this level at least.',
  })
  skills!: AgentSkill[];

  @Field(() => Boolean, {
    description: "Whether whoever gets it has to work in the customer's language, where anybody there does.",
  })
  inCustomersLanguage!: boolean;

  @Field(() => Boolean, {
    description: "Whether the customer's designated analyst is asked first, whatever the team.",
  })
  toDesignatedAnalyst!: boolean;

  @Field(() => RoutingAssignment, { description: 'How the person is found.' })
  assign!: keyof typeof RoutingAssignment;
}

@Directive('@key(fields: "id")')
@ObjectType('RoutingRuleSet', {
  description:
    'Rules that say where tickets go, in their order; drafted, tried on past tickets, and put in force together. Staff only.',
})
export class RoutingRuleSet extends RecordObject {
  fallbackQueueId?: string | null;
  basedOnId?: string | null;

  @Field(() => String, { nullable: true, description: 'What it is called.' })
  name?: string | null;

  @Field(() => RoutingRuleSetStatus, { nullable: true, description: 'Where it stands in its life.' })
  status?: keyof typeof RoutingRuleSetStatus | null;

  @Field(() => [RoutingRuleObject], {
    nullable: true,
    description:
      'The rules in their order. Those for designated contacts come first, then all others; the first that takes a ticket does.',
  })
  rules?: RoutingRuleObject[] | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was drafted.' })
  createdAt?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Since when it is or was in force.' })
  liveFrom?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When another one replaced it.' })
  liveTo?: Date | null;
}

@InputType('RoutingRuleSetFilter', { description: 'Which sets; all conditions must hold.' })
export class RoutingRuleSetFilter {
  @Field(() => RoutingRuleSetStatus, { nullable: true, description: 'Of this status.' })
  status?: RoutingRuleSetStatus | null;

  @Field(() => String, { nullable: true, description: 'Part of the name, in any case.' })
  search?: string | null;
}

/** By what sets of routing rules are sorted. */
export enum RoutingRuleSetOrderField {
  CREATED_AT = 'CREATED_AT',
  NAME = 'NAME',
}
registerEnumType(RoutingRuleSetOrderField, {
  name: 'RoutingRuleSetOrderField',
  description: 'By what sets of routing rules are sorted.',
  valuesConfig: {
    CREATED_AT: { description: 'By when they were drafted.' },
    NAME: { description: 'By name.' },
  },
});

@InputType('RoutingRuleSetOrder', { description: 'How sets of routing rules are sorted.' })
export class RoutingRuleSetOrder {
  @Field(() => RoutingRuleSetOrderField, { description: 'By what.' })
  field!: RoutingRuleSetOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class RoutingRuleSetsArgs extends ConnectionArgs {
  @Field(() => RoutingRuleSetFilter, { nullable: true, description: 'Which ones; all by default.' })
  filter?: RoutingRuleSetFilter | null;

  @Field(() => RoutingRuleSetOrder, {
    nullable: true,
    description: 'How they are sorted; the latest draft first by default.',
  })
  orderBy?: RoutingRuleSetOrder | null;
}

export const { Connection: RoutingRuleSetConnection } = connectionOf(() => RoutingRuleSet, 'RoutingRuleSet');

@ObjectType('RoutingRuleSetPayload', { description: 'The set after a mutation, or why nothing changed.' })
export class RoutingRuleSetPayload {
  @Field(() => RoutingRuleSet, { nullable: true, description: 'The set as it is now; null when refused.' })
  ruleSet?: object | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('RoutingConditionsInput', {
  description: 'Which tickets a rule takes: all conditions must hold; what is left out asks nothing.',
})
export class RoutingConditionsInput {
  @Field(() => [TicketKind], { defaultValue: [], description: 'Of these kinds. Empty: any.' })
  kinds!: TicketKind[];

  @Field(() => [TicketChannel], { defaultValue: [], description: 'That came in so. Empty: any.' })
  channels!: TicketChannel[];

  @Field(() => [TicketPriority], { defaultValue: [], description: 'Of these priorities. Empty: any.' })
  priorities!: TicketPriority[];

  @Field(() => [TicketSeverity], { defaultValue: [], description: 'Of these severities. Empty: any.' })
  severities!: TicketSeverity[];

  @Field(() => [TicketTier], { defaultValue: [], description: 'Already with these tiers. Empty: any.' })
  tiers!: TicketTier[];

  @Field(() => [String], {
    defaultValue: [],
    description: 'Of these categories, as the desk writes them. Empty: any.',
  })
  categories!: string[];

  @Field(() => [String], { defaultValue: [], description: 'Of customers in these segments. Empty: any.' })
  segments!: string[];

  @Field(() => [String], { defaultValue: [], description: 'Of customers in these regions. Empty: any.' })
  regions!: string[];

  @Field(() => [String], {
    defaultValue: [],
    description: 'Of customers with these languages: ISO 639 codes. Empty: any.',
  })
  languages!: string[];

  @Field(() => [String], { defaultValue: [], description: 'About an asset of these kinds. Empty: any.' })
  assetKinds!: string[];

  @Field(() => [ID], { defaultValue: [], description: 'Of these customers. Empty: any.' })
  customerIds!: string[];

  @Field(() => [ID], {
    defaultValue: [],
    description: 'Of customers with an entitlement in force on one of these support levels. Empty: any.',
  })
  supportLevelIds!: string[];

  @Field(() => [ID], { defaultValue: [], description: 'About these products. Empty: any.' })
  productIds!: string[];

  @Field(() => [ID], { defaultValue: [], description: 'About one of these assets. Empty: any.' })
  assetIds!: string[];

  @Field(() => [String], {
    defaultValue: [],
    description: 'With some of these words or phrases in the subject, in any case. Empty: any.',
  })
  words!: string[];

  @Field(() => Boolean, {
    nullable: true,
    description: 'Asked by a designated contact of the customer, or not.',
  })
  designatedContact?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Of a known customer, or of none.' })
  hasCustomer?: boolean | null;

  @Field(() => ID, { nullable: true, description: 'While this calendar works, `cal_…`.' })
  duringCalendarId?: string | null;
}

@InputType('RoutingRuleInput', { description: 'A rule: which tickets it takes, and where these go.' })
export class RoutingRuleInput {
  @Field(() => String, { description: 'What it is called, 1–200 characters; unique within its set.' })
  name!: string;

  @Field(() => RoutingConditionsInput, { description: 'Which tickets it takes; `{}`: every one.' })
  when!: RoutingConditionsInput;

  @Field(() => ID, { description: 'The queue, `que_…`.' })
  queueId!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The team whose people are asked, `tem_…`; none: those of the queue.',
  })
  teamId?: string | null;

  @Field(() => TicketTier, { nullable: true, description: 'The tier for a ticket that has none.' })
  tier?: TicketTier | null;

  @Field(() => [SkillLevelInput], {
    defaultValue: [],
    description: 'What whoever gets it has to be able to do, each to this level at least.',
  })
  skills!: SkillLevelInput[];

  @Field(() => Boolean, {
    defaultValue: false,
    description: "Whether whoever gets it has to work in the customer's language, where anybody there does.",
  })
  inCustomersLanguage!: boolean;

  @Field(() => Boolean, {
    defaultValue: true,
    description: "Whether the customer's designated analyst is asked first, whatever the team.",
  })
  toDesignatedAnalyst!: boolean;

  @Field(() => RoutingAssignment, {
    defaultValue: RoutingAssignment.LEAST_LOADED,
    description: 'How the person is found.',
  })
  assign!: RoutingAssignment;
}

@InputType('CreateRoutingRuleSetInput', { description: 'A draft of routing rules.' })
export class CreateRoutingRuleSetInput extends CreateInput {
  @Field(() => String, { description: 'What it is called, 1–200 characters.' })
  name!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Another set, `rrs_…`: what is left out here is as it is there.',
  })
  basedOnId?: string | null;

  @Field(() => [RoutingRuleInput], { nullable: true, description: 'The rules in their order, at most 200.' })
  rules?: RoutingRuleInput[] | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The queue of a ticket that no rule takes; needed where it is based on no other set.',
  })
  fallbackQueueId?: string | null;
}

@InputType('RoutingRuleSetStepInput', { description: 'A step in the life of a set of routing rules.' })
export class RuleSetStepInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'Why, for the history.' })
  reason?: string | null;
}

@InputType('UpdateRoutingRuleSetInput', {
  description: 'Edits of a draft; a field that is left out stays as it is.',
})
export class UpdateRoutingRuleSetInput extends RuleSetStepInput {
  @Field(() => String, { nullable: true, description: 'New name, 1–200 characters.' })
  name?: string | null;

  @Field(() => [RoutingRuleInput], {
    nullable: true,
    description: 'The rules in their order, in place of those on record; at most 200.',
  })
  rules?: RoutingRuleInput[] | null;

  @Field(() => ID, { nullable: true, description: 'The queue of a ticket that no rule takes.' })
  fallbackQueueId?: string | null;
}
