export { ChangeStepResolver } from './change-step.resolver.js';
