/** Why a call is not routed. */
export type CallRefusalName = 'NOBODY_FOUND' | 'ACCESS_OFF' | 'TERMINATED';

/** What of a customer decides whether its calls are taken. */
export interface CallersAccess {
  accessActive: boolean;
  /** The first day after the grace of its termination; null: none stands. */
  terminatesOn: string | null;
}

/** Why a call is not routed; null: it is. */
export function refusalOf(customer: CallersAccess | null, today: string): CallRefusalName | null {
  if (customer === null) return 'NOBODY_FOUND';
  if (customer.terminatesOn !== null && customer.terminatesOn <= today) return 'TERMINATED';
  return customer.accessActive ? null : 'ACCESS_OFF';
}

/** Whom a call comes from, and on what it is answered. */
export interface CallersRecords {
  contactId: string | null;
  customerId: string | null;
  entitlementId: string | null;
}

/** The identifier of an answer: it names the records, so that it can be asked for again without being kept. */
export function callIdOf({ contactId, customerId, entitlementId }: CallersRecords): string {
  return `call_${[contactId, customerId, entitlementId].map((id) => id ?? '-').join('.')}`;
}

/** The records that {@link callIdOf} names; null where the text is no such identifier. */
export function readCallId(id: string): CallersRecords | null {
  const parts = /^call_(con_\w{26}|-)\.(cus_\w{26}|-)\.(ent_\w{26}|-)$/.exec(id);
  if (!parts) return null;
  const [contactId = null, customerId = null, entitlementId = null] = parts
    .slice(1)
    .map((part) => (part === '-' ? null : part));
  return { contactId, customerId, entitlementId };
}
