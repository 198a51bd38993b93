import {
  ConnectionArgs,
  isId,
  JsonScalar,
  payload,
  toConnection,
  type RequestContext,
} from '@plimsoll/shared';
import { Arg, Args, Ctx, FieldResolver, Float, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Customer, loadCustomer } from '../customer/index.js';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { loadOrder, Order } from '../order/index.js';
import { loadPerson, Person } from '../person/index.js';
import { progressOf } from '../provisioning-request/index.js';
import { approveRequest, cancelRequest, rejectRequest, retryRequest } from './decision.service.js';
import {
  listOwed,
  listRequests,
  listRequestsOf,
  loadApprovals,
  loadRequest,
  loadRequestOfOrder,
  loadSteps,
} from './provisioning.loader.js';
import {
  ApproveProvisioningRequestInput,
  CancelProvisioningRequestInput,
  ProvisioningApproval,
  ProvisioningRequest,
  ProvisioningRequestConnection,
  ProvisioningRequestPayload,
  ProvisioningRequestsArgs,
  ProvisioningStep,
  RejectProvisioningRequestInput,
  RetryProvisioningRequestInput,
} from './provisioning.types.js';

@Resolver(() => ProvisioningRequest)
export class ProvisioningRequestResolver {
  @Query(() => ProvisioningRequest, {
    nullable: true,
    description: 'The request to provision with this id; null where there is none for you.',
  })
  provisioningRequest(
    @Arg('id', () => ID, { description: 'Identifier, `prv_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<ProvisioningRequest | null> {
    return loadRequest(context, id);
  }

  @Query(() => ProvisioningRequestConnection, { description: 'Requests to provision, the latest first.' })
  async provisioningRequests(
    @Args(() => ProvisioningRequestsArgs) args: ProvisioningRequestsArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listRequests(context, args), (row) => row);
  }

  @Query(() => ProvisioningRequestConnection, {
    description:
      'Requests that await approval and that you may decide about: placed by others and not decided by you yet, the oldest first.',
  })
  async provisioningApprovalsOwed(
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listOwed(context, args), (row) => row);
  }

  @FieldResolver(() => Float, {
    nullable: true,
    description: 'How much of it is done, 0–1: its steps that are, of those there is something to do in.',
  })
  async progress(@Root() request: ProvisioningRequest, @Ctx() context: RequestContext): Promise<number> {
    return progressOf(await loadSteps(context, request.id));
  }

  @FieldResolver(() => [ProvisioningStep], { nullable: true, description: 'Its steps, in order.' })
  steps(@Root() request: ProvisioningRequest, @Ctx() context: RequestContext): Promise<ProvisioningStep[]> {
    return loadSteps(context, request.id);
  }

  @FieldResolver(() => Customer, { nullable: true, description: 'For whom it is.' })
  async customer(
    @Root() request: ProvisioningRequest,
    @Ctx() context: RequestContext,
  ): Promise<Customer | null> {
    return request.customerId == null ? null : loadCustomer(context, request.customerId);
  }

  @FieldResolver(() => Order, { nullable: true, description: 'The order it fulfils; null for a move.' })
  async order(@Root() request: ProvisioningRequest, @Ctx() context: RequestContext): Promise<Order | null> {
    return request.orderId == null ? null : loadOrder(context, request.orderId);
  }

  @FieldResolver(() => Person, {
    nullable: true,
    description: 'The member of staff who placed it; null where somebody else did.',
  })
  async requestedBy(
    @Root() { requestedBy }: ProvisioningRequest,
    @Ctx() context: RequestContext,
  ): Promise<Person | null> {
    return requestedBy != null && isId('per', requestedBy) ? loadPerson(context, requestedBy) : null;
  }

  @FieldResolver(() => [ProvisioningApproval], {
    nullable: true,
    description: 'What was said of it, the earliest first. Staff only.',
  })
  approvals(
    @Root() request: ProvisioningRequest,
    @Ctx() context: RequestContext,
  ): Promise<ProvisioningApproval[]> {
    return loadApprovals(context, request.id);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first. Staff only.',
  })
  history(
    @Root() request: ProvisioningRequest,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'provisioning_request', request.id, args);
  }

  @Mutation(() => ProvisioningRequestPayload, {
    description:
      'Agrees to a request; it goes on once enough people have. Roles: manager, admin; never who placed it.',
  })
  approveProvisioningRequest(
    @Arg('input', () => ApproveProvisioningRequestInput, { description: 'Which request.' })
    input: ApproveProvisioningRequestInput,
    @Ctx() context: RequestContext,
  ): Promise<ProvisioningRequestPayload> {
    return payload(async () => ({ request: await approveRequest(context, input) }));
  }

  @Mutation(() => ProvisioningRequestPayload, {
    description: 'Refuses a request for good. Roles: manager, admin; never who placed it.',
  })
  rejectProvisioningRequest(
    @Arg('input', () => RejectProvisioningRequestInput, { description: 'Which request, and why.' })
    input: RejectProvisioningRequestInput,
    @Ctx() context: RequestContext,
  ): Promise<ProvisioningRequestPayload> {
    return payload(async () => ({ request: await rejectRequest(context, input) }));
  }

  @Mutation(() => ProvisioningRequestPayload, {
    description:
      'Tries again at once what waits for capacity, for its next try, or for the next try to take it back. Roles: admin, manager, operator, agent.',
  })
  retryProvisioningRequest(
    @Arg('input', () => RetryProvisioningRequestInput, { description: 'Which request.' })
    input: RetryProvisioningRequestInput,
    @Ctx() context: RequestContext,
  ): Promise<ProvisioningRequestPayload> {
    return payload(async () => ({ request: await retryRequest(context, input) }));
  }

  @Mutation(() => ProvisioningRequestPayload, {
    description: 'Gives a request up; what its steps did is taken back. Roles: admin, manager, operator.',
  })
  cancelProvisioningRequest(
    @Arg('input', () => CancelProvisioningRequestInput, { description: 'Which request, and why.' })
    input: CancelProvisioningRequestInput,
    @Ctx() context: RequestContext,
  ): Promise<ProvisioningRequestPayload> {
    return payload(async () => ({ request: await cancelRequest(context, input) }));
  }
}

@Resolver(() => ProvisioningStep)
export class ProvisioningStepResolver {
  @FieldResolver(() => JsonScalar, {
    nullable: true,
    description: 'What it has left: the pods considered, what the provisioner was asked for … Staff only.',
  })
  result(@Root() { result }: ProvisioningStep, @Ctx() context: RequestContext): unknown {
    return context.scope.kind === 'STAFF' ? result : null;
  }
}

@Resolver(() => ProvisioningApproval)
export class ProvisioningApprovalResolver {
  @FieldResolver(() => Person, {
    nullable: true,
    description: 'Who said it; null where that is no person on record.',
  })
  async by(@Root() { person }: ProvisioningApproval, @Ctx() context: RequestContext): Promise<Person | null> {
    return isId('per', person) ? loadPerson(context, person) : null;
  }
}

@Resolver(() => Order)
export class OrderProvisioningResolver {
  @FieldResolver(() => ProvisioningRequest, {
    nullable: true,
    description: 'What fulfils it, and how far that is.',
  })
  provisioning(@Root() order: Order, @Ctx() context: RequestContext): Promise<ProvisioningRequest | null> {
    return loadRequestOfOrder(context, order.id);
  }
}

@Resolver(() => Customer)
export class CustomerProvisioningResolver {
  @FieldResolver(() => ProvisioningRequestConnection, {
    nullable: true,
    description: 'Requests to provision for it, the latest first.',
  })
  async provisioningRequests(
    @Root() customer: Customer,
    @Args(() => ProvisioningRequestsArgs) args: ProvisioningRequestsArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await listRequestsOf(context, customer.id, args);
    return page && toConnection(page, (row) => row);
  }
}
