import type { ReferenceResolver } from '@plimsoll/shared';
import { findVisibleCustomers } from './account.store.js';

/** References to customers: those of which this service has heard and whom the caller may see. */
export const customerReferences: ReferenceResolver = async (references, context) => {
  const ids = references.map((reference) => reference.id);
  const visible = await findVisibleCustomers(context.session, ids);
  return ids.map((id) => (visible.has(id) ? { id } : null));
};
