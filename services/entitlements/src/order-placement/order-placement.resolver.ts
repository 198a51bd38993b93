import { payload, type RequestContext } from '@plimsoll/shared';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Order } from '../order/index.js';
import { cancelOrder, placeOrder } from './order-placement.service.js';
import { CancelOrderInput, OrderPayload, PlaceOrderInput } from './order-placement.types.js';

@Resolver(() => Order)
export class OrderPlacementResolver {
  @Mutation(() => OrderPayload, {
    description:
      'Places an order and has it provisioned. Roles: admin, manager, operator, agent; partner for its own customers; contact for its own company.',
  })
  placeOrder(
    @Arg('input', () => PlaceOrderInput, { description: 'What is ordered, and for whom.' })
    input: PlaceOrderInput,
    @Ctx() context: RequestContext,
  ): Promise<OrderPayload> {
    return payload(async () => ({ order: await placeOrder(context, input) }));
  }

  @Mutation(() => OrderPayload, {
    description:
      'Calls off an order that is not fulfilled yet; what was done for it is taken back. Roles: admin, manager, operator, agent; partner and contact for orders they see.',
  })
  cancelOrder(
    @Arg('input', () => CancelOrderInput, { description: 'Which order, and why.' }) input: CancelOrderInput,
    @Ctx() context: RequestContext,
  ): Promise<OrderPayload> {
    return payload(async () => ({ order: await cancelOrder(context, input) }));
  }
}
