import { keeping, ofNoun, type Handlers } from '../copy/index.js';
import { deploymentEvent } from './deployment.events.js';
import { deploymentCopies } from './deployment.store.js';

/** Keeps copies of deployments from entitlements' events. */
export const deploymentHandlers: Handlers = ofNoun(
  'deployment',
  keeping(deploymentCopies, deploymentEvent, (data) => ({
    customer_id: data.customerId,
    subscription_id: data.subscriptionId,
    status: data.status,
    started_on: data.startedOn,
    live_on: data.liveOn,
    value_amount: data.amount,
    value_currency: data.currency,
    milestones: data.milestones ?? [],
  })),
);
