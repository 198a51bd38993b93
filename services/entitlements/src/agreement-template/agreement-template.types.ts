import { ArgsType, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import {
  ConnectionArgs,
  connectionOf,
  CreateInput,
  DateScalar,
  DecimalScalar,
  OrderDirection,
  RecordObject,
  UpdateInput,
  UserError,
} from '@plimsoll/shared';
import {
  CreditTierInput,
  CreditTierObject,
  ResponseTargetInput,
  ResponseTargetObject,
} from '../agreement/index.js';

@ObjectType('AgreementTemplate', {
  description: 'The terms of an agreement without its dates, from which drafts are made. Seen by staff.',
})
export class AgreementTemplate extends RecordObject {
  @Field(() => String, { nullable: true, description: 'Name, no two alike; that of its agreements.' })
  name?: string | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Percent of a month, 0–100; 0 promises nothing.',
  })
  uptimeTarget?: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'How much a degraded second counts, 0–1.' })
  degradedWeight?: string | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Hours of notice that maintenance needs to be excluded; null: none is excluded.',
  })
  maintenanceNoticeHours?: string | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Minutes of maintenance excluded a month at most; null: no cap.',
  })
  maintenanceCapMinutes?: string | null;

  @Field(() => [CreditTierObject], {
    nullable: true,
    description: 'Steps of service credit, the highest bound first.',
  })
  creditTiers?: CreditTierObject[] | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Credit of a month at most, in percent of its fee; null: no cap.',
  })
  creditCapPercent?: string | null;

  calendarId?: string | null;

  @Field(() => [ResponseTargetObject], { nullable: true, description: 'Response targets by priority.' })
  targets?: ResponseTargetObject[] | null;
}

@InputType('AgreementTemplateFilter', { description: 'Which templates; all conditions must hold.' })
export class AgreementTemplateFilter {
  @Field(() => String, { nullable: true, description: 'Part of the name, in any case.' })
  search?: string | null;
}

/** By what templates are sorted. */
export enum AgreementTemplateOrderField {
  NAME = 'NAME',
}
registerEnumType(AgreementTemplateOrderField, {
  name: 'AgreementTemplateOrderField',
  description: 'By what templates are sorted.',
  valuesConfig: { NAME: { description: 'By name.' } },
});

@InputType('AgreementTemplateOrder', { description: 'How templates are sorted.' })
export class AgreementTemplateOrder {
  @Field(() => AgreementTemplateOrderField, { description: 'By what.' })
  field!: AgreementTemplateOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class AgreementTemplatesArgs extends ConnectionArgs {
  @Field(() => AgreementTemplateFilter, {
    nullable: true,
    description: 'Which templates; all by default.',
  })
  filter?: AgreementTemplateFilter | null;

  @Field(() => AgreementTemplateOrder, {
    nullable: true,
    description: 'How they are sorted; by name by default.',
  })
  orderBy?: AgreementTemplateOrder | null;
}

export const { Connection: AgreementTemplateConnection } = connectionOf(
  () => AgreementTemplate,
  'AgreementTemplate',
);

@ObjectType('AgreementTemplatePayload', {
  description: 'The template after a mutation, or why nothing changed.',
})
export class AgreementTemplatePayload {
  @Field(() => AgreementTemplate, {
    nullable: true,
    description: 'The template as it is now; null when refused.',
  })
  agreementTemplate?: AgreementTemplate | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('CreateAgreementTemplateInput', { description: 'A new template of agreements.' })
export class CreateAgreementTemplateInput extends CreateInput {
  @Field(() => String, { description: 'Name, 1–200 characters, no two alike.' })
  name!: string;

  @Field(() => DecimalScalar, { description: 'Percent of a month, 0–100; 0 promises nothing.' })
  uptimeTarget!: string;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'How much a degraded second counts, 0–1, at most six decimals; 1 when left out.',
  })
  degradedWeight?: string | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Notice in hours that excluded maintenance needs; null: none is excluded.',
  })
  maintenanceNoticeHours?: string | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Minutes of maintenance excluded a month at most; null: no cap.',
  })
  maintenanceCapMinutes?: string | null;

  @Field(() => [CreditTierInput], { nullable: true, description: 'Steps of service credit, one a bound.' })
  creditTiers?: CreditTierInput[] | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Credit of a month at most, in percent of its fee, 0–100; null: no cap.',
  })
  creditCapPercent?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The business calendar of the response targets, `cal_…`; null: around the clock.',
  })
  calendarId?: string | null;

  @Field(() => [ResponseTargetInput], {
    nullable: true,
    description: 'Response targets, one entry a priority.',
  })
  targets?: ResponseTargetInput[] | null;
}

@InputType('UpdateAgreementTemplateInput', {
  description:
    'Changes to a template; a field that is left out stays as it is. Agreements made from it stay as they are.',
})
export class UpdateAgreementTemplateInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'New name, 1–200 characters, no two alike.' })
  name?: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'Percent of a month, 0–100.' })
  uptimeTarget?: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'How much a degraded second counts, 0–1.' })
  degradedWeight?: string | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Notice in hours that excluded maintenance needs; null: none is excluded.',
  })
  maintenanceNoticeHours?: string | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Minutes of maintenance excluded a month at most; null: no cap.',
  })
  maintenanceCapMinutes?: string | null;

  @Field(() => [CreditTierInput], { nullable: true, description: 'Steps of service credit, one a bound.' })
  creditTiers?: CreditTierInput[] | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Credit of a month at most, in percent of its fee, 0–100; null: no cap.',
  })
  creditCapPercent?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The business calendar of the response targets, `cal_…`; null: around the clock.',
  })
  calendarId?: string | null;

  @Field(() => [ResponseTargetInput], {
    nullable: true,
    description: 'Response targets, one entry a priority.',
  })
  targets?: ResponseTargetInput[] | null;
}

@InputType('CreateAgreementFromTemplateInput', {
  description: 'A draft of an agreement with the terms of a template.',
})
export class CreateAgreementFromTemplateInput extends CreateInput {
  @Field(() => ID, { description: 'The template, `slt_…`.' })
  agreementTemplateId!: string;

  @Field(() => String, {
    nullable: true,
    description: "The agreement's name, 1–200 characters; the template's when left out.",
  })
  name?: string | null;

  @Field(() => DateScalar, { description: 'The first day on which it applies.' })
  validFrom!: string;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The first day on which it no longer applies; null: none yet.',
  })
  validTo?: string | null;
}
