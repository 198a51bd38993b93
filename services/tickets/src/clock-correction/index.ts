export { ClockCorrectionResolver } from './clock-correction.resolver.js';
