import {
  ConnectionArgs,
  connectionOf,
  DateTimeScalar,
  OrderDirection,
  RecordObject,
  UpdateInput,
  UserError,
} from '@plimsoll/shared';
import { ArgsType, Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type {
  ProvisioningLine,
  RequestKind,
  RequestStatus,
  StepName,
  StepStatus,
} from '../provisioning-request/index.js';

/** Where a request stands. */
enum ProvisioningStatus {
  AWAITING_APPROVAL = 'AWAITING_APPROVAL',
  QUEUED = 'QUEUED',
  RUNNING = 'RUNNING',
  WAITING_FOR_CAPACITY = 'WAITING_FOR_CAPACITY',
  COMPENSATING = 'COMPENSATING',
  SUCCEEDED = 'SUCCEEDED',
  FAILED = 'FAILED',
  REJECTED = 'REJECTED',
  CANCELLED = 'CANCELLED',
}
registerEnumType(ProvisioningStatus, {
  name: 'ProvisioningStatus',
  description: 'Where a request to provision stands.',
  valuesConfig: {
    AWAITING_APPROVAL: { description: 'Somebody has to agree first.' },
    QUEUED: { description: 'It goes on by itself.' },
    RUNNING: { description: 'Its steps are being taken.' },
    WAITING_FOR_CAPACITY: { description: 'No pod has a seat; it goes on by itself once one has.' },
    COMPENSATING: { description: 'What its steps did is being taken back.' },
    SUCCEEDED: { description: 'All its steps are done.' },
    FAILED: { description: 'It failed, and what was done was taken back.' },
    REJECTED: { description: 'Whoever had to agree refused.' },
    CANCELLED: { description: 'It was called off, and what was done was taken back.' },
  },
});

/** What a request is for. */
enum ProvisioningKind {
  FULFIL_ORDER = 'FULFIL_ORDER',
  MOVE = 'MOVE',
}
registerEnumType(ProvisioningKind, {
  name: 'ProvisioningKind',
  description: 'What a request to provision is for.',
  valuesConfig: {
    FULFIL_ORDER: { description: 'It fulfils an order.' },
    MOVE: { description: 'It moves a tenant to another pod.' },
  },
});

/** What a step does. */
enum ProvisioningStepName {
  CHOOSE_POD = 'CHOOSE_POD',
  RESERVE_CAPACITY = 'RESERVE_CAPACITY',
  CREATE_TENANT = 'CREATE_TENANT',
  APPLY_BRANDING = 'APPLY_BRANDING',
  ACTIVATE_CONTACTS = 'ACTIVATE_CONTACTS',
  ACTIVATE_SUBSCRIPTION = 'ACTIVATE_SUBSCRIPTION',
  RESIZE_TENANT = 'RESIZE_TENANT',
  CHANGE_SUBSCRIPTION = 'CHANGE_SUBSCRIPTION',
  RENEW_SUBSCRIPTION = 'RENEW_SUBSCRIPTION',
  CANCEL_SUBSCRIPTION = 'CANCEL_SUBSCRIPTION',
  MOVE_TENANT = 'MOVE_TENANT',
  SWITCH_POD = 'SWITCH_POD',
  RELEASE_CAPACITY = 'RELEASE_CAPACITY',
  NOTIFY = 'NOTIFY',
}
registerEnumType(ProvisioningStepName, {
  name: 'ProvisioningStepName',
  description: 'What a step of provisioning does.',
  valuesConfig: {
    CHOOSE_POD: { description: 'Chooses the pod.' },
    RESERVE_CAPACITY: { description: 'Holds a seat on it.' },
    CREATE_TENANT: { description: 'Has the provisioner make the tenant.' },
    APPLY_BRANDING: { description: 'Has it look as the branding says.' },
    ACTIVATE_CONTACTS: { description: 'Lets the contacts of the customer in.' },
    ACTIVATE_SUBSCRIPTION: { description: 'The subscription begins to run.' },
    RESIZE_TENANT: { description: 'Gives the tenant its new number of units.' },
    CHANGE_SUBSCRIPTION: { description: 'The subscription has its new conditions.' },
    RENEW_SUBSCRIPTION: { description: 'The subscription has a further term.' },
    CANCEL_SUBSCRIPTION: { description: 'The end of the subscription is on record.' },
    MOVE_TENANT: { description: 'Has the provisioner move the tenant.' },
    SWITCH_POD: { description: 'The subscription is on its new pod.' },
    RELEASE_CAPACITY: { description: 'The seat on the old pod is free.' },
    NOTIFY: { description: 'Those whom it concerns are told.' },
  },
});

/** Where a step stands. */
enum ProvisioningStepStatus {
  PENDING = 'PENDING',
  RUNNING = 'RUNNING',
  DONE = 'DONE',
  FAILED = 'FAILED',
  COMPENSATED = 'COMPENSATED',
  SKIPPED = 'SKIPPED',
}
registerEnumType(ProvisioningStepStatus, {
  name: 'ProvisioningStepStatus',
  description: 'Where a step of provisioning stands.',
  valuesConfig: {
    PENDING: { description: 'Its turn has not come, or it is tried again later.' },
    RUNNING: { description: 'The provisioner has been asked and has not answered yet.' },
    DONE: { description: 'It is done.' },
    FAILED: { description: 'It was given up.' },
    COMPENSATED: { description: 'What it did has been taken back.' },
    SKIPPED: { description: 'There was nothing to do, or the request ended before its turn.' },
  },
});

@ObjectType('ProvisioningStep', { description: 'One step of a request to provision.' })
export class ProvisioningStep {
  @Field(() => ID, {
    description: 'Identifier, `pst_…`; the key under which a provisioner is asked for its effect.',
  })
  id!: string;

  @Field(() => ProvisioningStepName, { description: 'What it does.' })
  name!: StepName;

  @Field(() => ProvisioningStepStatus, { description: 'Where it stands.' })
  status!: StepStatus;

  @Field(() => Int, { description: 'How often it was begun.' })
  attempts!: number;

  @Field(() => String, {
    nullable: true,
    description: 'What went wrong when it was tried, or taken back, last.',
  })
  error!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it last moved.' })
  at!: Date | null;

  @Field(() => Int, { nullable: true, description: 'The line of the order that it is for; null: for all.' })
  line!: number | null;

  result!: Record<string, unknown>;
}

/** What somebody said of a request. */
enum ApprovalVerdict {
  APPROVED = 'APPROVED',
  REJECTED = 'REJECTED',
}
registerEnumType(ApprovalVerdict, {
  name: 'ProvisioningVerdict',
  description: 'What somebody said of a request to provision.',
  valuesConfig: {
    APPROVED: { description: 'Agreed.' },
    REJECTED: { description: 'Refused, for good.' },
  },
});

@ObjectType('ProvisioningApproval', { description: 'What somebody said of a request to provision.' })
export class ProvisioningApproval {
  /** A person's id, else a caller's subject. */
  person!: string;

  @Field(() => ApprovalVerdict, { description: 'What was said.' })
  verdict!: 'APPROVED' | 'REJECTED';

  @Field(() => String, { nullable: true, description: 'Why.' })
  comment!: string | null;

  @Field(() => DateTimeScalar, { description: 'When.' })
  at!: Date;
}

@Directive('@key(fields: "id")')
@ObjectType('ProvisioningRequest', {
  description: 'What turns an order into a running tenant, or moves a tenant, step by step.',
})
export class ProvisioningRequest extends RecordObject {
  @Field(() => ProvisioningKind, { nullable: true, description: 'What it is for.' })
  kind?: RequestKind | null;

  @Field(() => ProvisioningStatus, { nullable: true, description: 'Where it stands.' })
  status?: RequestStatus | null;

  @Field(() => String, { nullable: true, description: 'Why it waits, failed, was rejected or cancelled.' })
  reason?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The highest tier of its plans: 1 at once, 2 from a queue, 3 once it is approved.',
  })
  tier?: number | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was placed.' })
  requestedAt?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it ended; null: it has not.' })
  finishedAt?: Date | null;

  @Field(() => Int, { nullable: true, description: 'How many different people must agree to it.' })
  approvalsOwed?: number | null;

  @Field(() => Int, { nullable: true, description: 'How many have.' })
  approvalsGiven?: number | null;

  customerId?: string | null;
  orderId?: string | null;
  requestedBy?: string | null;
  lines?: ProvisioningLine[] | null;
}

@InputType('ProvisioningRequestFilter', { description: 'Which requests; all conditions must hold.' })
export class ProvisioningRequestFilter {
  @Field(() => ProvisioningStatus, { nullable: true, description: 'Where they stand.' })
  status?: RequestStatus | null;

  @Field(() => ProvisioningKind, { nullable: true, description: 'What they are for.' })
  kind?: RequestKind | null;

  @Field(() => ID, { nullable: true, description: 'For this customer, `cus_…`.' })
  customerId?: string | null;

  @Field(() => ID, { nullable: true, description: 'For this order, `ord_…`.' })
  orderId?: string | null;

  @Field(() => Int, { nullable: true, description: 'Of this tier.' })
  tier?: number | null;
}

/** By what requests are sorted. */
enum ProvisioningRequestOrderField {
  REQUESTED_AT = 'REQUESTED_AT',
}
registerEnumType(ProvisioningRequestOrderField, {
  name: 'ProvisioningRequestOrderField',
  description: 'By what requests to provision are sorted.',
  valuesConfig: { REQUESTED_AT: { description: 'By when they were placed.' } },
});

@InputType('ProvisioningRequestOrder', { description: 'How requests to provision are sorted.' })
class ProvisioningRequestOrder {
  @Field(() => ProvisioningRequestOrderField, { description: 'By what.' })
  field!: 'REQUESTED_AT';

  @Field(() => OrderDirection, { defaultValue: OrderDirection.DESC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class ProvisioningRequestsArgs extends ConnectionArgs {
  @Field(() => ProvisioningRequestFilter, { nullable: true, description: 'Which requests; all by default.' })
  filter?: ProvisioningRequestFilter | null;

  @Field(() => ProvisioningRequestOrder, {
    nullable: true,
    description: 'How they are sorted; the latest first by default.',
  })
  orderBy?: ProvisioningRequestOrder | null;
}

export const { Connection: ProvisioningRequestConnection } = connectionOf(
  () => ProvisioningRequest,
  'ProvisioningRequest',
);

@ObjectType('ProvisioningRequestPayload', {
  description: 'The request after a mutation, or why nothing changed.',
})
export class ProvisioningRequestPayload {
  @Field(() => ProvisioningRequest, {
    nullable: true,
    description: 'The request as it is now; null when refused.',
  })
  request?: ProvisioningRequest | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('ApproveProvisioningRequestInput', { description: 'Agreement to a request.' })
export class ApproveProvisioningRequestInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'Anything to add, 1–200 characters.' })
  comment?: string | null;
}

@InputType('RejectProvisioningRequestInput', { description: 'Refusal of a request.' })
export class RejectProvisioningRequestInput extends UpdateInput {
  @Field(() => String, { description: 'Why, 1–200 characters.' })
  reason!: string;
}

@InputType('RetryProvisioningRequestInput', { description: 'A request that is to be tried again at once.' })
export class RetryProvisioningRequestInput extends UpdateInput {}

@InputType('CancelProvisioningRequestInput', { description: 'A request that is called off.' })
export class CancelProvisioningRequestInput extends UpdateInput {
  @Field(() => String, { description: 'Why, 1–200 characters.' })
  reason!: string;
}
