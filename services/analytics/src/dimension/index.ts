export { accountDimensionHandlers, deskDimensionHandlers } from './dimension.projection.js';
export { clearDimensions } from './dimension.store.js';
