import { keeping, ofNoun, type Handlers } from '../copy/index.js';
import { opportunityEvent } from './opportunity.events.js';
import { opportunityCopies } from './opportunity.store.js';

/** Keeps copies of opportunities from entitlements' events. */
export const opportunityHandlers: Handlers = ofNoun(
  'opportunity',
  keeping(opportunityCopies, opportunityEvent, (data) => ({
    customer_id: data.customerId,
    kind: data.kind,
    status: data.stage,
    origin: data.origin,
    created_at: data.recordedAt,
    closed_at: data.closedAt,
    amount: data.amount,
    currency: data.currency,
  })),
);
