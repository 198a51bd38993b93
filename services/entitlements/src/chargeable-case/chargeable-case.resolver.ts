import { ConnectionArgs, toConnection, type RequestContext } from '@plimsoll/shared';
import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Customer, loadCustomer } from '../customer/index.js';
import { Entitlement, loadEntitlement } from '../entitlement/index.js';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { listChargeableCases, loadChargeableCase } from './chargeable-case.loader.js';
import {
  ChargeableCase,
  ChargeableCaseConnection,
  ChargeableCasesArgs,
  Ticket,
} from './chargeable-case.types.js';

@Resolver(() => ChargeableCase)
export class ChargeableCaseResolver {
  @Query(() => ChargeableCase, {
    nullable: true,
    description: 'The chargeable case with this id; null where there is none for you.',
  })
  chargeableCase(
    @Arg('id', () => ID, { description: 'Identifier, `chc_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<ChargeableCase | null> {
    return loadChargeableCase(context, id);
  }

  @Query(() => ChargeableCaseConnection, { description: 'Cases beyond their allowance, to be charged.' })
  async chargeableCases(
    @Args(() => ChargeableCasesArgs) args: ChargeableCasesArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listChargeableCases(context, args), (row) => row);
  }

  @FieldResolver(() => Customer, { nullable: true, description: 'Whose case it is.' })
  async customer(@Root() one: ChargeableCase, @Ctx() context: RequestContext): Promise<Customer | null> {
    return one.customerId == null ? null : loadCustomer(context, one.customerId);
  }

  @FieldResolver(() => Entitlement, { nullable: true, description: 'Whose allowance it goes beyond.' })
  async entitlement(
    @Root() one: ChargeableCase,
    @Ctx() context: RequestContext,
  ): Promise<Entitlement | null> {
    return one.entitlementId == null ? null : loadEntitlement(context, one.entitlementId);
  }

  @FieldResolver(() => Ticket, { nullable: true, description: 'The ticket.' })
  ticket(@Root() one: ChargeableCase): Ticket | null {
    return one.ticketId == null ? null : { id: one.ticketId };
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first. Staff only.',
  })
  history(
    @Root() one: ChargeableCase,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'chargeable_case', one.id, args);
  }
}
