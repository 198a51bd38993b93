import type { BusEvent, Session } from '@plimsoll/shared';
import { z } from 'zod';
import { agreementTermsChanged } from '../account/index.js';
import { field, ofNoun, type Handlers } from '../copy/index.js';
import { markChangedAccounts, markHoldersOf, markLosers, markMerged } from './service-level-month.store.js';

const heldEvent = z.object({ customerId: field.text });

const heldOf = (events: readonly BusEvent[]) =>
  events.map(({ subject: id, data }) => ({ id, customerId: heldEvent.parse(data).customerId }));

const losing = (table: 'entitlement' | 'subscription') => (tx: Session, events: BusEvent[]) =>
  markLosers(tx, table, heldOf(events));

/** Mark whose months events change by what was before; they come before the handlers that keep accounts. */
export const staleBeforeHandlers: Handlers = {
  ...ofNoun('agreement', async (tx, events) => {
    const changed = await agreementTermsChanged(tx, events);
    if (changed.length > 0) await markHoldersOf(tx, changed);
  }),
  ...ofNoun('entitlement', losing('entitlement')),
  ...ofNoun('subscription', losing('subscription')),
};

const holding = (tx: Session, events: BusEvent[]) =>
  markChangedAccounts(tx, [...new Set(heldOf(events).map(({ customerId }) => customerId))]);

/** Mark whose months events change; they come after the handlers that keep accounts and merges. */
export const staleAfterHandlers: Handlers = {
  ...ofNoun('customer', (tx, events) =>
    markChangedAccounts(
      tx,
      events.map(({ subject }) => subject),
    ),
  ),
  ...ofNoun('entitlement', holding),
  ...ofNoun('subscription', holding),
  'plimsoll.customer.merged.v1': (tx, events) =>
    markMerged(
      tx,
      events.map(({ subject }) => subject),
    ),
};
