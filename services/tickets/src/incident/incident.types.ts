import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { DateTimeScalar, ImpactState, UpdateInput, UserError } from '@plimsoll/shared';
import { Asset, Change, Customer, Product } from '../account/index.js';

@ObjectType('IncidentImpact', {
  description: 'What an incident does to one thing over an interval, its end not included.',
})
export class IncidentImpactObject {
  assetId?: string | null;
  productId?: string | null;
  customerId?: string | null;

  @Field(() => Asset, { nullable: true, description: 'The asset that is hit.' })
  asset(): Asset | null {
    return this.assetId == null ? null : { id: this.assetId };
  }

  @Field(() => Product, {
    nullable: true,
    description: 'The product that is hit: for everybody, or for `customer` where that is given.',
  })
  product(): Product | null {
    return this.productId == null ? null : { id: this.productId };
  }

  @Field(() => Customer, { nullable: true, description: 'The customer that is hit.' })
  customer(): Customer | null {
    return this.customerId == null ? null : { id: this.customerId };
  }

  @Field(() => ImpactState, { description: 'How far: DEGRADED or DOWN.' })
  state!: ImpactState;

  @Field(() => DateTimeScalar, { description: 'Since when.' })
  from!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Until when; null while it lasts.' })
  to!: Date | null;
}

@ObjectType('Incident', { description: 'The outage side of a ticket of kind INCIDENT.' })
export class Incident {
  causedByChangeId?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Grows by one with each change; give it back as `expectedVersion` of `recordIncidentImpact`.',
  })
  version?: number | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it began.' })
  startedAt?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When somebody or something noticed it.' })
  detectedAt?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When somebody took it up.' })
  acknowledgedAt?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When customers felt less of it.' })
  mitigatedAt?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When service was back; null while it lasts.' })
  restoredAt?: Date | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it was planned: maintenance.' })
  planned?: boolean | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Beginning of the announced window.' })
  announcedFrom?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'End of the announced window.' })
  announcedTo?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When customers were given notice.' })
  noticeGivenAt?: Date | null;

  @Field(() => String, { nullable: true, description: 'What kind of cause it had, such as `human-error`.' })
  causeCategory?: string | null;

  @Field(() => Change, { nullable: true, description: 'The change that caused it.' })
  causedByChange(): Change | null {
    return this.causedByChangeId == null ? null : { id: this.causedByChangeId };
  }
}

@InputType('IncidentImpactInput', {
  description:
    'What an incident does to one thing: an asset; or a product, or a customer, or with both that customer on that product.',
})
export class IncidentImpactInput {
  @Field(() => ID, { nullable: true, description: 'The asset that is hit.' })
  assetId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The product that is hit.' })
  productId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The customer that is hit.' })
  customerId?: string | null;

  @Field(() => ImpactState, { description: 'How far: DEGRADED or DOWN.' })
  state!: ImpactState;

  @Field(() => DateTimeScalar, { description: 'Since when.' })
  from!: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'Until when, later than `from`; absent while it lasts: it then ends when the incident is restored.',
  })
  to?: Date | null;
}

@InputType('RecordIncidentImpactInput', {
  description: 'What an incident did to whom; a field that is left out stays as it is.',
})
export class RecordIncidentImpactInput extends UpdateInput {
  @Field(() => [IncidentImpactInput], {
    nullable: true,
    description: 'The complete list of its impacts, in place of the present one; at most 1,000.',
  })
  impacts?: IncidentImpactInput[] | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it began.' })
  startedAt?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was noticed; null removes it.' })
  detectedAt?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When somebody took it up; null removes it.' })
  acknowledgedAt?: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When customers felt less of it; null removes it.',
  })
  mitigatedAt?: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When service was back: ends every impact left open; null says that it lasts.',
  })
  restoredAt?: Date | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it was planned: maintenance.' })
  planned?: boolean | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Beginning of the announced window; null removes it.',
  })
  announcedFrom?: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'End of the announced window; null removes it.',
  })
  announcedTo?: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When customers were given notice; null removes it.',
  })
  noticeGivenAt?: Date | null;

  @Field(() => String, { nullable: true, description: 'What kind of cause it had; null removes it.' })
  causeCategory?: string | null;

  @Field(() => ID, { nullable: true, description: 'The change that caused it; null removes it.' })
  causedByChangeId?: string | null;
}

@ObjectType('IncidentPayload', { description: 'The incident after a mutation, or why nothing changed.' })
export class IncidentPayload {
  @Field(() => Incident, { nullable: true, description: 'The incident as it is now; null when refused.' })
  incident?: object | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}
