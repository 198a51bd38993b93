import type { RequestContext } from '@plimsoll/shared';
import { loadCustomer, loadCustomerByCsi } from '../customer/index.js';
import { callIdOf, readCallId, type CallersRecords } from './call-routing.rules.js';
import { findBestEntitlement, findCallers } from './call-routing.store.js';
import { callersNumbers, countryOf } from './phone.rules.js';

/** Whom a call comes from, and on what it is answered. */
export interface RoutedCall extends CallersRecords {
  id: string;
  /** Other customers with a contact of the same number. */
  otherCustomerIds: string[];
}

/**
 * Whom a call comes from, by the support identifier given and the caller's number; what is said goes before the
 * number. Null for callers who are not staff.
 * A caller without a number who names no CSI is nobody.
 */
export async function routeCall(
  context: RequestContext,
  phone: string | null,
  csi: string | null,
): Promise<RoutedCall | null> {
  if (context.scope.kind !== 'STAFF') return null;
  const named = csi?.trim() ? await loadCustomerByCsi(context, csi) : null;
  const numbers = phone?.trim() ? callersNumbers(phone, named && countryOf(named)) : [];
  const callers = numbers.length === 0 ? [] : await findCallers(context.session, numbers);
  const caller = named ? callers.find(({ customerId }) => customerId === named.id) : callers[0];
  const customerId = named?.id ?? caller?.customerId ?? null;
  const records = {
    contactId: caller?.contactId ?? null,
    customerId,
    entitlementId:
      customerId === null ? null : await findBestEntitlement(context.session, customerId, context.now),
  };
  const others = callers.map((other) => other.customerId).filter((id) => id !== customerId);
  return { id: callIdOf(records), ...records, otherCustomerIds: [...new Set(others)] };
}

/** The answer that an identifier stands for; null for callers who are not staff, and for what is no identifier. */
export async function loadRoutedCall(context: RequestContext, id: string): Promise<RoutedCall | null> {
  const records = readCallId(id);
  if (context.scope.kind !== 'STAFF' || records === null) return null;
  const customer = records.customerId === null ? null : await loadCustomer(context, records.customerId);
  if (records.customerId !== null && customer === null) return null;
  return { id, ...records, otherCustomerIds: [] };
}
