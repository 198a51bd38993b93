export { costOf } from './cost.rules.js';
export { DocumentGate } from './document.gate.js';
export { limitError } from './limits.errors.js';
export { DEFAULT_LIMITS, type Limits } from './limits.js';
export { admitVariables } from './variables.rules.js';
