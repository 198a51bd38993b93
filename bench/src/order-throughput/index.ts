export { measureOrders } from './order-throughput.js';
