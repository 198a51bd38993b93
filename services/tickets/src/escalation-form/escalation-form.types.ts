import {
  ConnectionArgs,
  connectionOf,
  CreateInput,
  JsonScalar,
  OrderDirection,
  RecordObject,
  UpdateInput,
  UserError,
} from '@plimsoll/shared';
import { ArgsType, Directive, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { TicketKind, TicketTier } from '../ticket/index.js';
import { EscalationKind } from './escalation-form.rules.js';

registerEnumType(EscalationKind, {
  name: 'EscalationKind',
  description: 'What an escalation is.',
  valuesConfig: {
    FUNCTIONAL: { description: 'To those who know more: another tier, an expert, whoever is on call.' },
    HIERARCHICAL: { description: 'To management, which decides or gives what is missing.' },
    REQUESTED: { description: 'Asked for by the customer or its partner, who see it.' },
  },
});

@ObjectType('EscalationFormView', {
  description:
    'What has to be told with an escalation: the form of the desk that fits best, or the platform’s own.',
})
export class EscalationFormView {
  @Field(() => ID, { nullable: true, description: 'The form, `esf_…`; null: the platform’s own.' })
  id!: string | null;

  @Field(() => EscalationKind, { description: 'Of which escalations.' })
  kind!: EscalationKind;

  @Field(() => String, { description: 'What it is called.' })
  name!: string;

  @Field(() => JsonScalar, { description: 'JSON Schema (draft 2020-12) of what is told in `information`.' })
  schema!: Record<string, unknown>;
}

@Directive('@key(fields: "id")')
@ObjectType('EscalationForm', {
  description:
    'What the desk wants to be told with an escalation. Of those that fit, the one for its tier counts, else the one for its kind of ticket, else the one for any. Staff only.',
})
export class EscalationForm extends RecordObject {
  @Field(() => String, { nullable: true, description: 'What it is called.' })
  name?: string | null;

  @Field(() => EscalationKind, { nullable: true, description: 'Of which escalations.' })
  kind?: EscalationKind | null;

  @Field(() => TicketKind, { nullable: true, description: 'Of which tickets; null: of any.' })
  ticketKind?: TicketKind | null;

  @Field(() => TicketTier, { nullable: true, description: 'To which tier; null: to any, or to none.' })
  tier?: TicketTier | null;

  @Field(() => JsonScalar, {
    nullable: true,
    description: 'JSON Schema (draft 2020-12) of what is told in `information`.',
  })
  schema?: Record<string, unknown> | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it is followed.' })
  active?: boolean | null;
}

@InputType('EscalationFormFilter', { description: 'Which forms; all conditions must hold.' })
export class EscalationFormFilter {
  @Field(() => EscalationKind, { nullable: true, description: 'Of this kind of escalation.' })
  kind?: EscalationKind | null;

  @Field(() => Boolean, { nullable: true, description: 'Those that are followed, or not; null: both.' })
  active?: boolean | null;
}

/** By what forms are sorted. */
export enum EscalationFormOrderField {
  NAME = 'NAME',
}
registerEnumType(EscalationFormOrderField, {
  name: 'EscalationFormOrderField',
  description: 'By what forms are sorted.',
  valuesConfig: { NAME: { description: 'By name.' } },
});

@InputType('EscalationFormOrder', { description: 'How forms are sorted.' })
export class EscalationFormOrder {
  @Field(() => EscalationFormOrderField, { description: 'By what.' })
  field!: EscalationFormOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class EscalationFormsArgs extends ConnectionArgs {
  @Field(() => EscalationFormFilter, { nullable: true, description: 'Which forms; all by default.' })
  filter?: EscalationFormFilter | null;

  @Field(() => EscalationFormOrder, {
    nullable: true,
    description: 'How they are sorted; by name by default.',
  })
  orderBy?: EscalationFormOrder | null;
}

export const { Connection: EscalationFormConnection } = connectionOf(() => EscalationForm, 'EscalationForm');

@ObjectType('EscalationFormPayload', { description: 'The form after a mutation, or why nothing changed.' })
export class EscalationFormPayload {
  @Field(() => EscalationForm, { nullable: true, description: 'The form as it is now; null when refused.' })
  form?: object | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('CreateEscalationFormInput', { description: 'A new form.' })
export class CreateEscalationFormInput extends CreateInput {
  @Field(() => String, { description: 'What it is called, 1–200 characters.' })
  name!: string;

  @Field(() => EscalationKind, { description: 'Of which escalations.' })
  kind!: EscalationKind;

  @Field(() => TicketKind, { nullable: true, description: 'Of which tickets; null: of any.' })
  ticketKind?: TicketKind | null;

  @Field(() => TicketTier, { nullable: true, description: 'To which tier; null: to any, or to none.' })
  tier?: TicketTier | null;

  @Field(() => JsonScalar, {
    description:
      'JSON Schema (draft 2020-12) of an object, at most 50,000 characters, referring to nothing outside itself.',
  })
  schema!: unknown;
}

@InputType('UpdateEscalationFormInput', {
  description: 'Edits of a form; a field that is left out stays as it is. What was told before stays.',
})
export class UpdateEscalationFormInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'New name, 1–200 characters.' })
  name?: string | null;

  @Field(() => JsonScalar, { nullable: true, description: 'New JSON Schema.' })
  schema?: unknown;

  @Field(() => Boolean, { nullable: true, description: 'False ends it: it is followed no more.' })
  active?: boolean | null;
}
