import { ArgsType, Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import {
  ConnectionArgs,
  connectionOf,
  CreateInput,
  DateScalar,
  DecimalScalar,
  DurationScalar,
  OrderDirection,
  RecordObject,
  UpdateInput,
  UserError,
} from '@plimsoll/shared';

@ObjectType('CreditTier', { description: 'One step of service credit.' })
export class CreditTierObject {
  @Field(() => DecimalScalar, { description: 'Uptime below this percent …' })
  below!: string;

  @Field(() => DecimalScalar, { description: "… owes this percent of the month's fee." })
  percent!: string;
}

@ObjectType('ResponseTarget', {
  description: "How fast a priority is served, in working time of the agreement's calendar.",
})
export class ResponseTargetObject {
  @Field(() => String, { description: '`P1`, the most urgent, to `P5`.' })
  priority!: string;

  @Field(() => DurationScalar, {
    nullable: true,
    description: 'First response within; null promises nothing.',
  })
  firstResponse!: string | null;

  @Field(() => DurationScalar, {
    nullable: true,
    description: 'The next update within; null promises nothing.',
  })
  update!: string | null;

  @Field(() => DurationScalar, { nullable: true, description: 'Resolved within; null promises nothing.' })
  resolution!: string | null;
}

/** Where a version of an agreement stands in its life. */
export enum AgreementStatusName {
  DRAFT = 'DRAFT',
  IN_FORCE = 'IN_FORCE',
  SUPERSEDED = 'SUPERSEDED',
  ENDED = 'ENDED',
  WITHDRAWN = 'WITHDRAWN',
}
registerEnumType(AgreementStatusName, {
  name: 'AgreementStatus',
  description: 'Where a version of an agreement stands in its life, today (UTC).',
  valuesConfig: {
    DRAFT: { description: 'Still written on; promises nothing to anybody.' },
    IN_FORCE: { description: 'Agreed: it applies from its first day on, and its terms do not change.' },
    SUPERSEDED: { description: 'It applies no longer; a later version of the same name does, or will.' },
    ENDED: { description: 'It applies no longer, and no version follows it.' },
    WITHDRAWN: { description: 'A draft that was given up.' },
  },
});

@Directive('@key(fields: "id")')
@ObjectType('ServiceLevelAgreement', {
  description:
    'A version of a service level agreement. Once in force its terms do not change; a new version does.',
})
export class ServiceLevelAgreement extends RecordObject {
  @Field(() => String, {
    nullable: true,
    description: 'The name, the same for all versions of one agreement.',
  })
  name?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'The first day on which it applies.' })
  validFrom?: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The first day on which it no longer applies; null: none yet.',
  })
  validTo?: string | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      "Percent of a month that each product is up, in the customer's time zone, 0–100; 0 promises nothing.",
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
    description: 'Minutes of maintenance excluded a customer, product and month at most; null: no cap.',
  })
  maintenanceCapMinutes?: string | null;

  @Field(() => [CreditTierObject], {
    nullable: true,
    description:
      'Steps of service credit, the highest bound first; of those an uptime is below, the lowest pays, alone.',
  })
  creditTiers?: CreditTierObject[] | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Credit of a month at most, in percent of its fee, 0–100; null: no cap.',
  })
  creditCapPercent?: string | null;

  calendarId?: string | null;

  @Field(() => [ResponseTargetObject], {
    nullable: true,
    description: 'Response targets by priority; a priority that is missing is promised nothing.',
  })
  targets?: ResponseTargetObject[] | null;
}

@InputType('AgreementFilter', { description: 'Which agreements; all conditions must hold.' })
export class AgreementFilter {
  @Field(() => String, { nullable: true, description: 'Part of the name, in any case.' })
  search?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Versions that apply on this day.' })
  inForceOn?: string | null;

  @Field(() => AgreementStatusName, { nullable: true, description: 'At this point of its life today.' })
  status?: AgreementStatusName | null;
}

/** By what service level agreements are sorted. */
export enum AgreementOrderField {
  NAME = 'NAME',
  VALID_FROM = 'VALID_FROM',
}
registerEnumType(AgreementOrderField, {
  name: 'AgreementOrderField',
  description: 'By what service level agreements are sorted.',
  valuesConfig: {
    NAME: { description: 'By name, then by id: versions in the order in which they were made.' },
    VALID_FROM: { description: 'By the first day of validity.' },
  },
});

@InputType('AgreementOrder', { description: 'How service level agreements are sorted.' })
export class AgreementOrder {
  @Field(() => AgreementOrderField, { description: 'By what.' })
  field!: AgreementOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class AgreementsArgs extends ConnectionArgs {
  @Field(() => AgreementFilter, {
    nullable: true,
    description: 'Which service level agreements; all by default.',
  })
  filter?: AgreementFilter | null;

  @Field(() => AgreementOrder, { nullable: true, description: 'How they are sorted; by name by default.' })
  orderBy?: AgreementOrder | null;
}

export const { Connection: AgreementConnection } = connectionOf(() => ServiceLevelAgreement, 'Agreement');

@ObjectType('AgreementPayload', {
  description: 'The service level agreement after a mutation, or why nothing changed.',
})
export class AgreementPayload {
  @Field(() => ServiceLevelAgreement, {
    nullable: true,
    description: 'The service level agreement as it is now; null when refused.',
  })
  agreement?: ServiceLevelAgreement | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('CreditTierInput', { description: 'One step of service credit.' })
export class CreditTierInput {
  @Field(() => DecimalScalar, { description: 'Uptime below this percent, 0–100 …' })
  below!: string;

  @Field(() => DecimalScalar, { description: "… owes this percent of the month's fee, 0–100." })
  percent!: string;
}

@InputType('ResponseTargetInput', { description: 'How fast a priority is served.' })
export class ResponseTargetInput {
  @Field(() => String, { description: '`P1`, the most urgent, to `P5`.' })
  priority!: string;

  @Field(() => DurationScalar, { nullable: true, description: 'First response within, such as `PT15M`.' })
  firstResponse?: string | null;

  @Field(() => DurationScalar, { nullable: true, description: 'The next update within.' })
  update?: string | null;

  @Field(() => DurationScalar, { nullable: true, description: 'Resolved within.' })
  resolution?: string | null;
}

@InputType('CreateAgreementInput', {
  description: 'A new agreement, or a version beside those of the same name.',
})
export class CreateAgreementInput extends CreateInput {
  @Field(() => String, {
    description: 'The name, the same for all versions of one agreement, 1–200 characters.',
  })
  name!: string;

  @Field(() => DateScalar, { description: 'The first day on which it applies.' })
  validFrom!: string;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The first day on which it no longer applies; null: none yet.',
  })
  validTo?: string | null;

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

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Begins as a draft, which promises nothing until it is put in force.',
  })
  draft!: boolean;
}

@InputType('ActivateAgreementInput', {
  description:
    'Puts a draft in force. The version of the same name that applies on its first day, if any, ends there.',
})
export class ActivateAgreementInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'Why, 1–200 characters; kept in the history.' })
  reason?: string | null;
}

@InputType('WithdrawAgreementInput', { description: 'Gives a draft up.' })
export class WithdrawAgreementInput extends UpdateInput {
  @Field(() => String, { description: 'Why, 1–200 characters; kept in the history.' })
  reason!: string;
}

@InputType('UpdateAgreementInput', {
  description:
    'Changes to a version; a field that is left out stays as it is. Of a version in force only its end may be moved.',
})
export class UpdateAgreementInput extends UpdateInput {
  @Field(() => String, {
    nullable: true,
    description: 'The name, the same for all versions of one agreement, 1–200 characters.',
  })
  name?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'The first day on which it applies.' })
  validFrom?: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The first day on which it no longer applies; null: none yet.',
  })
  validTo?: string | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Percent of a month, 0–100; 0 promises nothing.',
  })
  uptimeTarget?: string | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'How much a degraded second counts, 0–1, at most six decimals.',
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

@InputType('SupersedeAgreementInput', { description: 'The next version of an agreement.' })
export class SupersedeAgreementInput extends CreateInput {
  @Field(() => ID, { description: 'The version to end.' })
  id!: string;

  @Field(() => Int, { description: 'Its version number as the caller has read it.' })
  expectedVersion!: number;

  @Field(() => DateScalar, {
    description: 'The first day of the next version, today (UTC) or later; the former ends there.',
  })
  validFrom!: string;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The first day on which it no longer applies; null: none yet.',
  })
  validTo?: string | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: "Percent of a month, 0–100; 0 promises nothing. The former's when left out.",
  })
  uptimeTarget?: string | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: "How much a degraded second counts, 0–1, at most six decimals. The former's when left out.",
  })
  degradedWeight?: string | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      "Notice in hours that excluded maintenance needs; null: none is excluded. The former's when left out.",
  })
  maintenanceNoticeHours?: string | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: "Minutes of maintenance excluded a month at most; null: no cap. The former's when left out.",
  })
  maintenanceCapMinutes?: string | null;

  @Field(() => [CreditTierInput], {
    nullable: true,
    description: "Steps of service credit, one a bound. The former's when left out.",
  })
  creditTiers?: CreditTierInput[] | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      "Credit of a month at most, in percent of its fee, 0–100; null: no cap. The former's when left out.",
  })
  creditCapPercent?: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      "The business calendar of the response targets, `cal_…`; null: around the clock. The former's when left out.",
  })
  calendarId?: string | null;

  @Field(() => [ResponseTargetInput], {
    nullable: true,
    description: "Response targets, one entry a priority. The former's when left out.",
  })
  targets?: ResponseTargetInput[] | null;
}
