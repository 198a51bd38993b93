import {
  authorize,
  authorOf,
  checkText,
  conflict,
  invalid,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { contactRecords } from '../contact/index.js';
import { lockCustomer } from '../customer-access/index.js';
import { checkLocale, customerRecords } from '../customer/index.js';
import {
  checkPurchaseOrder,
  DEFAULT_SETTINGS,
  topicsInOrder,
  type SettingsValue,
} from './customer-settings.rules.js';
import { customerSettingsRecords, type CustomerSettingsRecord } from './customer-settings.store.js';
import type { UpdateCustomerSettingsInput } from './customer-settings.types.js';

/**
 * Changes the settings of a customer; the first change has `expectedVersion` 0. Roles: admin, manager, operator, agent.
 *
 * @throws DomainError `NOT_FOUND`, `CONFLICT`, `INVALID`
 */
export async function updateCustomerSettings(
  context: RequestContext,
  input: UpdateCustomerSettingsInput,
): Promise<CustomerSettingsRecord> {
  authorize(context, 'admin', 'manager', 'operator', 'agent');
  const author = authorOf(context, input.reason == null ? null : checkText(input.reason, 'reason'));
  return context.session.transaction(async (tx) => {
    // Whoever is first makes the row: others wait here, and find it.
    await lockCustomer(tx, input.customerId);
    await customerRecords.require(tx, input.customerId, ['customerId']);
    const found = (await customerSettingsRecords.findByIds(tx, [input.customerId])).get(input.customerId);
    if (found) {
      return customerSettingsRecords.update(tx, author, found.id, input.expectedVersion, (current) =>
        settingsWith(tx, current, input),
      );
    }
    if (input.expectedVersion !== 0) throw conflict(customerSettingsRecords.noun, 0);
    const made = {
      id: input.customerId,
      version: 1,
      externalId: null,
      source: null,
      ...(await settingsWith(tx, DEFAULT_SETTINGS, input)),
    };
    await customerSettingsRecords.create(tx, author, [made]);
    return made;
  });
}

async function settingsWith(
  tx: Session,
  current: SettingsValue,
  input: UpdateCustomerSettingsInput,
): Promise<SettingsValue> {
  const next: SettingsValue = {
    language:
      input.language === undefined
        ? current.language
        : input.language && checkLocale(input.language, 'language'),
    firstDayOfWeek: input.firstDayOfWeek ?? current.firstDayOfWeek,
    notifications: input.notifications == null ? current.notifications : topicsInOrder(input.notifications),
    purchaseOrderRequired: input.purchaseOrderRequired ?? current.purchaseOrderRequired,
    purchaseOrder:
      input.purchaseOrder === undefined
        ? current.purchaseOrder
        : input.purchaseOrder && checkPurchaseOrder(input.purchaseOrder),
    billingContactId: await ownContact(tx, input, 'billingContactId', current.billingContactId),
    securityContactId: await ownContact(tx, input, 'securityContactId', current.securityContactId),
  };
  return next;
}

/** The contact that is named now, who has to be the customer's own. */
async function ownContact(
  tx: Session,
  input: UpdateCustomerSettingsInput,
  field: 'billingContactId' | 'securityContactId',
  current: string | null,
): Promise<string | null> {
  const id = input[field];
  if (id === undefined) return current;
  if (id === null) return null;
  const contact = await contactRecords.require(tx, id, [field]);
  if (contact.customerId !== input.customerId) {
    throw invalid(`\`${field}\` is a contact of another customer.`, [field]);
  }
  return id;
}
