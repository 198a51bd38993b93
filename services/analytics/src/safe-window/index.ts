export { awakeTimes, offHoursShare } from './awake.rules.js';
export { SafeWindowResolver } from './safe-window.resolver.js';
export { Change } from './safe-window.types.js';
