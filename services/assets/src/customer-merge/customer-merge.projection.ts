import type { Projection } from '@plimsoll/shared';
import { followMerges } from './customer-merge.service.js';

/** What names a customer follows its merges. */
export const customerMergeProjection: Projection = {
  producer: 'entitlements',
  handlers: { 'plimsoll.customer.merged.v1': followMerges },
};
