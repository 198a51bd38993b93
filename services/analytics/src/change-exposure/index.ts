export { changeExposureHandlers } from './change-exposure.projection.js';
export { clearChangeExposures } from './change-exposure.store.js';
