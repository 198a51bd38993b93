export {
  abandonSubscription,
  activateSubscription,
  applyCancellation,
  applyChange,
  applyRenewal,
  beginSubscription,
  undoStep,
  type OrderedCancellation,
  type OrderedChange,
  type OrderedRenewal,
  type OrderedSubscription,
  type StepUndo,
} from './platform-step.service.js';
export { storeStep } from './step-storage.service.js';
export { SubscriptionStepResolver } from './subscription-step.resolver.js';
export { cancel as cancelStep, change as changeStep, renew as renewStep } from './subscription-step.rules.js';
