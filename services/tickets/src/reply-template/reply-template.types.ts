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
import { ArgsType, Directive, Field, InputType, ObjectType, registerEnumType } from 'type-graphql';

@ObjectType('TemplateVariable', { description: 'What whoever uses a template gives.' })
export class TemplateVariable {
  @Field(() => String, { description: 'As the template names it, such as `contact_name`.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'What it is.' })
  description!: string | null;

  @Field(() => Boolean, { description: 'Whether the template cannot be used without it.' })
  required!: boolean;
}

@Directive('@key(fields: "id")')
@ObjectType('ReplyTemplate', {
  description:
    'A text for replies or notes, in the Liquid language: `{{ variable }}`, `ticket.subject`, `customer.name`, and decisions by `if`, `unless` and `case`. Staff only.',
})
export class ReplyTemplate extends RecordObject {
  @Field(() => String, { nullable: true, description: 'What the desk calls it.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'Its language, such as `de`; null: any.' })
  locale?: string | null;

  @Field(() => String, { nullable: true, description: 'The template.' })
  body?: string | null;

  @Field(() => [TemplateVariable], { nullable: true, description: 'What whoever uses it gives.' })
  variables?: TemplateVariable[] | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was taken out of use; null: it is in use.',
  })
  retiredAt?: Date | null;

  isPublic?: boolean | null;

  @Field(() => Boolean, {
    name: 'public',
    nullable: true,
    description: 'Whether it is for replies; false: for notes, which customers do not read.',
  })
  shownToCustomer(): boolean | null {
    return this.isPublic ?? null;
  }
}

@InputType('ReplyTemplateFilter', { description: 'Which templates; all conditions must hold.' })
export class ReplyTemplateFilter {
  @Field(() => String, { nullable: true, description: 'Part of the name or the text, in any case.' })
  search?: string | null;

  @Field(() => String, { nullable: true, description: 'Those of this language, and those of any.' })
  locale?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Those for replies (true) or for notes (false).' })
  'public'?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'True: also those that are out of use.' })
  retired?: boolean | null;
}

/** By what templates are sorted. */
enum ReplyTemplateOrderField {
  NAME = 'NAME',
}
registerEnumType(ReplyTemplateOrderField, {
  name: 'ReplyTemplateOrderField',
  description: 'By what templates are sorted.',
  valuesConfig: { NAME: { description: 'By name.' } },
});

@InputType('ReplyTemplateOrder', { description: 'How templates are sorted.' })
class ReplyTemplateOrder {
  @Field(() => ReplyTemplateOrderField, { description: 'By what.' })
  field!: ReplyTemplateOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class ReplyTemplatesArgs extends ConnectionArgs {
  @Field(() => ReplyTemplateFilter, {
    nullable: true,
    description: 'Which templates; all in use by default.',
  })
  filter?: ReplyTemplateFilter | null;

  @Field(() => ReplyTemplateOrder, {
    nullable: true,
    description: 'How they are sorted; by name by default.',
  })
  orderBy?: ReplyTemplateOrder | null;
}

export const { Connection: ReplyTemplateConnection } = connectionOf(() => ReplyTemplate, 'ReplyTemplate');

@ObjectType('ReplyTemplatePayload', { description: 'The template after a mutation, or why nothing changed.' })
export class ReplyTemplatePayload {
  @Field(() => ReplyTemplate, {
    nullable: true,
    description: 'The template as it is now; null when refused.',
  })
  replyTemplate?: object | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('TemplateVariableInput', { description: 'What whoever uses a template gives.' })
export class TemplateVariableInput {
  @Field(() => String, { description: 'As the template names it: small letters, digits and `_`.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'What it is, at most 300 characters.' })
  description?: string | null;

  @Field(() => Boolean, {
    defaultValue: true,
    description: 'Whether the template cannot be used without it; else it is empty where it is left out.',
  })
  required!: boolean;
}

@InputType('CreateReplyTemplateInput', { description: 'A new template.' })
export class CreateReplyTemplateInput extends CreateInput {
  @Field(() => String, { description: 'What the desk calls it, 1–200 characters; once in a language.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Its language, such as `de`; null: any.' })
  locale?: string | null;

  @Field(() => String, {
    description:
      'The template, 1–20,000 characters. What it names has to be one of its variables, or `ticket.id`, `subject`, `status`, `priority`, `kind`, `category`, `opened_at`, or `customer.name`.',
  })
  body!: string;

  @Field(() => Boolean, { defaultValue: true, description: 'Whether it is for replies; false: for notes.' })
  'public'!: boolean;

  @Field(() => [TemplateVariableInput], {
    nullable: true,
    description: 'What whoever uses it gives, at most 30.',
  })
  variables?: TemplateVariableInput[] | null;
}

@InputType('UpdateReplyTemplateInput', {
  description: 'Changes to a template; a field that is left out stays as it is.',
})
export class UpdateReplyTemplateInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'New name, 1–200 characters.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'New language; null: any.' })
  locale?: string | null;

  @Field(() => String, { nullable: true, description: 'New text, 1–20,000 characters.' })
  body?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it is for replies.' })
  'public'?: boolean | null;

  @Field(() => [TemplateVariableInput], { nullable: true, description: 'New variables, in place of all.' })
  variables?: TemplateVariableInput[] | null;

  @Field(() => Boolean, { nullable: true, description: 'True takes it out of use, false brings it back.' })
  retired?: boolean | null;
}

@ObjectType('ReplyPreview', { description: 'What a template says about a ticket.' })
export class ReplyPreview {
  @Field(() => String, { description: 'As text.' })
  text!: string;

  @Field(() => String, { description: 'As HTML, in which nothing of the text is markup.' })
  html!: string;
}

@ObjectType('ReplyPreviewPayload', { description: 'What a template says, or why it cannot be used.' })
export class ReplyPreviewPayload {
  @Field(() => ReplyPreview, { nullable: true, description: 'What it says; null when refused.' })
  preview?: ReplyPreview | null;

  @Field(() => [UserError], { description: 'Why it cannot be used; empty on success.' })
  userErrors!: UserError[];
}
