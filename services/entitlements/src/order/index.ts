export { recordFulfilled, type StepTaken } from './fulfilled-order.service.js';
export { OrderEntity } from './order.entity.js';
export { agreedPrice, changeTypeOf, chargeOf, priceOfUnits, priceWithAdded } from './order-pricing.rules.js';
export { OrderLineEntity } from './order-line.entity.js';
export { loadOrder } from './order.loader.js';
export {
  CustomerOrdersResolver,
  OrderLineResolver,
  OrderResolver,
  PartnerOrdersResolver,
} from './order.resolver.js';
export { kindOf, type OrderActionName, type OrderChannelName } from './order.rules.js';
export {
  createOrder,
  findOpenOrders,
  moveOrder,
  orderRecords,
  type OrderLineRecord,
  type OrderRecord,
} from './order.store.js';
export { Order, OrderAction } from './order.types.js';
