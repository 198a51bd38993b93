import {
  ConnectionArgs,
  ExternalIdArgs,
  isId,
  Money,
  toConnection,
  type RequestContext,
} from '@plimsoll/shared';
import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Customer, loadCustomer } from '../customer/index.js';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { loadPartner, Partner } from '../partner/index.js';
import { loadPerson, Person } from '../person/index.js';
import { loadPlan, Plan } from '../plan/index.js';
import { CustomerSubscription, loadSubscription } from '../subscription/index.js';
import {
  listOrders,
  listOrdersOf,
  loadOrder,
  loadOrderByExternalId,
  loadOrderLines,
} from './order.loader.js';
import { totalsOf } from './order-pricing.rules.js';
import { Order, OrderCharge, OrderConnection, OrderLine, OrdersArgs } from './order.types.js';

@Resolver(() => Order)
export class OrderResolver {
  @Query(() => Order, {
    nullable: true,
    description: 'The order with this id; null where there is none for you.',
  })
  order(
    @Arg('id', () => ID, { description: 'Identifier, `ord_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<Order | null> {
    return loadOrder(context, id);
  }

  @Query(() => Order, {
    nullable: true,
    description: 'The order with this identifier in another system; null where there is none for you.',
  })
  orderByExternalId(
    @Args(() => ExternalIdArgs) { source, externalId }: ExternalIdArgs,
    @Ctx() context: RequestContext,
  ): Promise<Order | null> {
    return loadOrderByExternalId(context, source, externalId);
  }

  @Query(() => OrderConnection, { description: 'Orders, the latest first.' })
  async orders(@Args(() => OrdersArgs) args: OrdersArgs, @Ctx() context: RequestContext) {
    return toConnection(await listOrders(context, args), (row) => row);
  }

  @FieldResolver(() => Customer, { nullable: true, description: 'For whom it is.' })
  async customer(@Root() order: Order, @Ctx() context: RequestContext): Promise<Customer | null> {
    return order.customerId == null ? null : loadCustomer(context, order.customerId);
  }

  @FieldResolver(() => Partner, {
    nullable: true,
    description: 'The partner that resold to the customer when it was placed; null: sold directly.',
  })
  async partner(@Root() order: Order, @Ctx() context: RequestContext): Promise<Partner | null> {
    return order.partnerId == null ? null : loadPartner(context, order.partnerId);
  }

  @FieldResolver(() => Person, {
    nullable: true,
    description: 'The member of staff who placed it; null where somebody else did, see `channel`.',
  })
  async placedBy(@Root() order: Order, @Ctx() context: RequestContext): Promise<Person | null> {
    return order.placedBy != null && isId('per', order.placedBy) ? loadPerson(context, order.placedBy) : null;
  }

  @FieldResolver(() => [OrderLine], { nullable: true, description: 'What it asks for, in order.' })
  lines(@Root() order: Order, @Ctx() context: RequestContext): Promise<OrderLine[]> {
    return loadOrderLines(context, order.id);
  }

  @FieldResolver(() => [Money], {
    nullable: true,
    description: 'The charges of its lines less their credits, one entry a currency; below 0 it is a credit.',
  })
  async total(@Root() order: Order, @Ctx() context: RequestContext): Promise<Money[]> {
    const lines = await loadOrderLines(context, order.id);
    return totalsOf(lines.map(({ chargeAmount, currency }) => ({ amount: chargeAmount, currency })));
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first. Staff only.',
  })
  history(
    @Root() order: Order,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'order', order.id, args);
  }
}

@Resolver(() => OrderLine)
export class OrderLineResolver {
  @FieldResolver(() => CustomerSubscription, {
    nullable: true,
    description: 'The subscription it makes or concerns.',
  })
  subscription(
    @Root() line: OrderLine,
    @Ctx() context: RequestContext,
  ): Promise<CustomerSubscription | null> {
    return loadSubscription(context, line.subscriptionId);
  }

  @FieldResolver(() => Plan, { nullable: true, description: 'The plan once it is in effect.' })
  plan(@Root() line: OrderLine, @Ctx() context: RequestContext): Promise<Plan | null> {
    return loadPlan(context, line.planId);
  }

  @FieldResolver(() => Money, {
    nullable: true,
    description: 'What the price list, or the plan, says of a unit a month; null where it did not decide.',
  })
  unitPrice(@Root() { unitPrice, currency }: OrderLine): Money | null {
    return unitPrice === null ? null : { amount: unitPrice, currency };
  }

  @FieldResolver(() => Money, {
    description: 'Price of the whole subscription, all units, a month once the line is in effect.',
  })
  monthlyPrice(@Root() { monthlyPrice, currency }: OrderLine): Money {
    return { amount: monthlyPrice, currency };
  }

  @FieldResolver(() => Money, { description: 'The same before it; 0 for a new subscription.' })
  monthlyPriceBefore(@Root() { monthlyPriceBefore, currency }: OrderLine): Money {
    return { amount: monthlyPriceBefore, currency };
  }

  @FieldResolver(() => OrderCharge, {
    description: 'What it charges, or credits, in the month in which it takes effect.',
  })
  charge(@Root() { chargeFrom, chargeTo, chargeAmount }: OrderLine): OrderCharge {
    return { from: chargeFrom, to: chargeTo, amount: chargeAmount };
  }
}

@Resolver(() => Customer)
export class CustomerOrdersResolver {
  @FieldResolver(() => OrderConnection, { nullable: true, description: 'What was ordered for it.' })
  async orders(
    @Root() customer: Customer,
    @Args(() => OrdersArgs) args: OrdersArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await listOrdersOf(context, 'customer', customer.id, args);
    return page && toConnection(page, (row) => row);
  }
}

@Resolver(() => Partner)
export class PartnerOrdersResolver {
  @FieldResolver(() => OrderConnection, {
    nullable: true,
    description: 'What was ordered for its customers while it resold to them.',
  })
  async orders(
    @Root() partner: Partner,
    @Args(() => OrdersArgs) args: OrdersArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await listOrdersOf(context, 'partner', partner.id, args);
    return page && toConnection(page, (row) => row);
  }
}
