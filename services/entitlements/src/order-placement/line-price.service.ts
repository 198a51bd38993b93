import { checkCurrency, DomainError, hasRole, invalid, type Principal, type Session } from '@plimsoll/shared';
import type { CustomerRecord } from '../customer/index.js';
import { agreedPrice, type OrderChannelName, type OrderLineRecord } from '../order/index.js';
import type { PlanRecord } from '../plan/index.js';
import { unitPriceFor } from '../price-list/index.js';
import type { OrderedCancellation, OrderedChange, OrderedRenewal } from '../subscription-step/index.js';
import { currencyMismatch } from '../subscription/index.js';
import type { AskedLine } from './order-placement.rules.js';

/** Who orders, for whom and when. */
export interface Placing {
  customer: CustomerRecord;
  /** Null: the platform itself. */
  principal: Principal | null;
  channel: OrderChannelName;
  /** The day where the customer is. */
  today: string;
}

/** A line that may be placed: as it is to be stored, what provisioning is told, and the plan's tier. */
export interface DraftLine {
  line: Omit<OrderLineRecord, 'orderId' | 'subscriptionId'>;
  /** Null: the line makes one. */
  subscriptionId: string | null;
  autoRenew: boolean;
  payload: OrderedChange | OrderedRenewal | OrderedCancellation | null;
  tier: number | null;
}

/** A line whose reason has been checked. */
export type Given = AskedLine & { reason: string | null };

/** What a price list, or the plan, says of a unit; null: nothing. */
export function listed(tx: Session, { customer }: Placing, plan: PlanRecord, quantity: number, on: string) {
  return unitPriceFor(tx, { partnerId: customer.partnerId, planId: plan.id, quantity, on });
}

/** The price that was agreed instead of the listed one, null where none was. */
export function agreement(
  { principal }: Placing,
  { monthlyPrice, reason }: Given,
  currency: string | null,
): { amount: string; currency: string } | null {
  if (monthlyPrice == null) return null;
  if (!hasRole(principal, 'admin', 'manager')) {
    throw new DomainError('INVALID', 'Only an admin or a manager agrees on another price.', ['monthlyPrice']);
  }
  if (reason === null) throw invalid('Another price needs a `reason`.', ['reason']);
  if (currency !== null && monthlyPrice.currency !== currency) {
    throw currencyMismatch(monthlyPrice.currency, currency, 'monthlyPrice');
  }
  return {
    amount: agreedPrice(monthlyPrice.amount, 'monthlyPrice'),
    currency: checkCurrency(monthlyPrice.currency, 'monthlyPrice'),
  };
}
