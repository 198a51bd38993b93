import type { Projection } from '@plimsoll/shared';
import { noteAllowances } from './asker.store.js';

/** Follows how customers stand with their cases. */
export const caseAllowanceProjection: Projection = {
  producer: 'entitlements',
  handlers: { 'plimsoll.case_allowance.updated.v1': noteAllowances },
};
