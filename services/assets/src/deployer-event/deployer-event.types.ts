import {
  ConnectionArgs,
  connectionOf,
  DateTimeScalar,
  JsonScalar,
  OrderDirection,
  RecordObject,
  UpdateInput,
  UserError,
} from '@plimsoll/shared';
import { ArgsType, Directive, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { Deployer } from '../deployer-rule/index.js';

/** What came of a delivery. */
export enum DeliveryOutcome {
  APPLIED = 'APPLIED',
  IGNORED = 'IGNORED',
  REFUSED = 'REFUSED',
}
registerEnumType(DeliveryOutcome, {
  name: 'DeployerEventOutcome',
  description: 'What came of a delivery.',
  valuesConfig: {
    APPLIED: { description: 'It was followed; the reason says what was left out, if anything.' },
    IGNORED: { description: 'Nothing here follows such events, or no rule concerns it.' },
    REFUSED: { description: 'What it tells does not follow from what is on record.' },
  },
});

@Directive('@key(fields: "id")')
@ObjectType('DeployerEvent', {
  description: 'A delivery of a deployer and what came of it; kept once, and naming no person. Staff only.',
})
export class DeployerEvent extends RecordObject {
  @Field(() => Deployer, { nullable: true, description: 'Who sent it.' })
  deployer?: keyof typeof Deployer | null;

  @Field(() => String, {
    nullable: true,
    description: 'What tells it from others of the same deployer: for CloudEvents, source and id.',
  })
  deliveryId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The name of the event at GitHub, or the type of the CloudEvent.',
  })
  type?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it came.' })
  receivedAt?: Date | null;

  @Field(() => JsonScalar, {
    nullable: true,
    description: 'What was understood of it; null where there is nothing to follow.',
  })
  facts?: object | null;

  @Field(() => DeliveryOutcome, { nullable: true, description: 'What came of it.' })
  outcome?: keyof typeof DeliveryOutcome | null;

  @Field(() => String, { nullable: true, description: 'Why, or what was left out.' })
  reason?: string | null;
}

@InputType('DeployerEventFilter', { description: 'Which deliveries; all conditions must hold.' })
export class DeployerEventFilter {
  @Field(() => Deployer, { nullable: true, description: 'Who sent them.' })
  deployer?: Deployer | null;

  @Field(() => DeliveryOutcome, { nullable: true, description: 'What came of them.' })
  outcome?: DeliveryOutcome | null;

  @Field(() => String, { nullable: true, description: 'Their type, exact.' })
  type?: string | null;

  @Field(() => ID, { nullable: true, description: 'The release they are about.' })
  releaseId?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Received at this instant or later.' })
  from?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Received before this instant.' })
  to?: Date | null;
}

/** By what deliveries are sorted. */
export enum DeployerEventOrderField {
  RECEIVED = 'RECEIVED',
}
registerEnumType(DeployerEventOrderField, {
  name: 'DeployerEventOrderField',
  description: 'By what deliveries are sorted.',
  valuesConfig: { RECEIVED: { description: 'By when they came.' } },
});

@InputType('DeployerEventOrder', { description: 'How deliveries are sorted.' })
class DeployerEventOrder {
  @Field(() => DeployerEventOrderField, { description: 'By what.' })
  field!: DeployerEventOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class DeployerEventsArgs extends ConnectionArgs {
  @Field(() => DeployerEventFilter, { nullable: true, description: 'Which deliveries; all by default.' })
  filter?: DeployerEventFilter | null;

  @Field(() => DeployerEventOrder, {
    nullable: true,
    description: 'How they are sorted; newest first by default.',
  })
  orderBy?: DeployerEventOrder | null;
}

export const { Connection: DeployerEventConnection } = connectionOf(() => DeployerEvent, 'DeployerEvent');

@ObjectType('DeployerEventPayload', {
  description: 'The delivery after a mutation, or why nothing changed.',
})
export class DeployerEventPayload {
  @Field(() => DeployerEvent, {
    nullable: true,
    description: 'The delivery as it is now; null when refused.',
  })
  deployerEvent?: DeployerEvent | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('ReplayDeployerEventInput', { description: 'A delivery about which rules are asked again.' })
export class ReplayDeployerEventInput extends UpdateInput {}

@InputType('ReceiveDeployerEventInput', {
  description: 'A delivery of a deployer, as the gateway passes it on.',
})
@Directive('@inaccessible')
export class ReceiveDeployerEventInput {
  @Field(() => Deployer, { description: 'Who sent it, as the gateway has made sure.' })
  deployer!: Deployer;

  @Field(() => String, {
    description: 'What tells it from others of this deployer: at most 2,100 characters.',
  })
  deliveryId!: string;

  @Field(() => String, { description: 'The name of the event at GitHub, or the type of the CloudEvent.' })
  type!: string;

  @Field(() => JsonScalar, { description: 'Its body: for CloudEvents, the event in its JSON format.' })
  payload!: unknown;
}

@Directive('@inaccessible')
@ObjectType('DeployerEventReceipt', { description: 'What the gateway tells the deployer.' })
export class DeployerEventReceipt {
  @Field(() => ID, { description: 'The delivery, `dev_…`.' })
  id!: string;

  @Field(() => DeliveryOutcome, { description: 'What came of it.' })
  outcome!: keyof typeof DeliveryOutcome;

  @Field(() => String, { nullable: true, description: 'Why, or what was left out.' })
  reason!: string | null;

  @Field(() => Boolean, { description: 'Whether it had come before; nothing has changed then.' })
  repeated!: boolean;
}
