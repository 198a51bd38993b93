import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { ConnectionArgs, isId, payload, toConnection, type RequestContext } from '@plimsoll/shared';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { Customer, Person, Product, ServiceLevelAgreement } from '../reference/index.js';
import {
  listServiceCreditRecords,
  listServiceCreditsOf,
  loadServiceCredit,
} from './service-credit.loader.js';
import {
  approveServiceCredit,
  issueServiceCredit,
  proposeServiceCredit,
  rejectServiceCredit,
} from './service-credit.service.js';
import type { ServiceCreditRow } from './service-credit.store.js';
import {
  ApproveServiceCreditInput,
  IssueServiceCreditInput,
  ProposeServiceCreditInput,
  RejectServiceCreditInput,
  ServiceCreditOrigin,
  ServiceCreditPayload,
  ServiceCreditRecord,
  ServiceCreditRecordConnection,
  ServiceCreditRecordsArgs,
  ServiceCreditStatus,
} from './service-credit.types.js';

function shown({ amount, owed, currency, origin, status, ...row }: ServiceCreditRow): ServiceCreditRecord {
  return {
    ...row,
    amount: { amount, currency },
    owed: owed === null ? null : { amount: owed, currency },
    origin: ServiceCreditOrigin[origin],
    status: ServiceCreditStatus[status],
  };
}

const personOf = (id: string | null): Person | null => (id !== null && isId('per', id) ? { id } : null);

/** Service credits from proposal to issue. */
@Resolver(() => ServiceCreditRecord)
export class ServiceCreditRecordResolver {
  @Query(() => ServiceCreditRecord, {
    nullable: true,
    description: 'The service credit with this id; null where there is none for you.',
  })
  async serviceCreditRecord(
    @Arg('id', () => ID, { description: 'Identifier, `scr_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<ServiceCreditRecord | null> {
    const row = await loadServiceCredit(context, id);
    return row && shown(row);
  }

  @Query(() => ServiceCreditRecordConnection, {
    description:
      'Service credits that were proposed, and what became of them. Staff and analysts see all; resellers and customers those of theirs that were issued.',
  })
  async serviceCreditRecords(
    @Args(() => ServiceCreditRecordsArgs) args: ServiceCreditRecordsArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listServiceCreditRecords(context, args), shown);
  }

  @FieldResolver(() => Customer, { nullable: true, description: 'Whose it is.' })
  customer(@Root() { customerId }: ServiceCreditRecord): Customer {
    return { id: customerId };
  }

  @FieldResolver(() => Product, { nullable: true, description: 'For which product.' })
  product(@Root() { productId }: ServiceCreditRecord): Product {
    return { id: productId };
  }

  @FieldResolver(() => ServiceLevelAgreement, { nullable: true, description: 'Under which agreement.' })
  agreement(@Root() { agreementId }: ServiceCreditRecord): ServiceLevelAgreement {
    return { id: agreementId };
  }

  @FieldResolver(() => Person, { nullable: true, description: 'Who proposed it; null: the platform.' })
  proposedBy(@Root() { proposedById }: ServiceCreditRecord): Person | null {
    return personOf(proposedById);
  }

  @FieldResolver(() => Person, { nullable: true, description: 'Who approved or rejected it.' })
  decidedBy(@Root() { decidedById }: ServiceCreditRecord): Person | null {
    return personOf(decidedById);
  }

  @FieldResolver(() => Person, { nullable: true, description: 'Who issued it.' })
  issuedBy(@Root() { issuedById }: ServiceCreditRecord): Person | null {
    return personOf(issuedById);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first. Staff only.',
  })
  history(
    @Root() { id }: ServiceCreditRecord,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'service_credit', id, args);
  }

  @Mutation(() => ServiceCreditPayload, {
    description:
      'Proposes a credit by hand, beside what the ledger owes; refused with `NOT_COVERED` where the ledger measures nothing of the kind. Roles: admin, manager, executive, operator, agent.',
  })
  proposeServiceCredit(
    @Arg('input', () => ProposeServiceCreditInput, { description: 'The credit.' })
    input: ProposeServiceCreditInput,
    @Ctx() context: RequestContext,
  ): Promise<ServiceCreditPayload> {
    return payload(async () => ({ serviceCredit: shown(await proposeServiceCredit(context, input)) }));
  }

  @Mutation(() => ServiceCreditPayload, {
    description:
      'Approves a proposed credit; refused with `OWN_PROPOSAL` for whoever proposed it by hand. Roles: admin, manager, executive.',
  })
  approveServiceCredit(
    @Arg('input', () => ApproveServiceCreditInput, { description: 'Which.' })
    input: ApproveServiceCreditInput,
    @Ctx() context: RequestContext,
  ): Promise<ServiceCreditPayload> {
    return payload(async () => ({ serviceCredit: shown(await approveServiceCredit(context, input)) }));
  }

  @Mutation(() => ServiceCreditPayload, {
    description:
      'Rejects a proposed credit. What the ledger owes of it is not proposed again until the month is restated. Roles: admin, manager, executive.',
  })
  rejectServiceCredit(
    @Arg('input', () => RejectServiceCreditInput, { description: 'Which, and why.' })
    input: RejectServiceCreditInput,
    @Ctx() context: RequestContext,
  ): Promise<ServiceCreditPayload> {
    return payload(async () => ({ serviceCredit: shown(await rejectServiceCredit(context, input)) }));
  }

  @Mutation(() => ServiceCreditPayload, {
    description: 'Records that an approved credit was issued. Roles: admin, manager, executive, operator.',
  })
  issueServiceCredit(
    @Arg('input', () => IssueServiceCreditInput, { description: 'Which, and its credit note.' })
    input: IssueServiceCreditInput,
    @Ctx() context: RequestContext,
  ): Promise<ServiceCreditPayload> {
    return payload(async () => ({ serviceCredit: shown(await issueServiceCredit(context, input)) }));
  }
}

/** The service credits of a customer. */
@Resolver(() => Customer)
export class CustomerServiceCreditResolver {
  @FieldResolver(() => ServiceCreditRecordConnection, {
    nullable: true,
    description:
      "The customer's service credits and what became of them; its reseller and itself see those that were issued.",
  })
  async serviceCreditRecords(
    @Root() customer: Customer,
    @Args(() => ServiceCreditRecordsArgs) args: ServiceCreditRecordsArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await listServiceCreditsOf(context, customer.id, args);
    return page && toConnection(page, shown);
  }
}
