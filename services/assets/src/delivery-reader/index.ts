export { readDelivery } from './delivery.reader.js';
