export { changeExposureHandlers } from './change-exposure.projection.js';
