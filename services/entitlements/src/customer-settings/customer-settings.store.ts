import { Records } from '@plimsoll/shared';
import { CustomerSettingsEntity } from './customer-settings.entity.js';

/** The settings of a customer as the rest of the service knows them. */
export type CustomerSettingsRecord = CustomerSettingsEntity;

/** Settings of customers, with their history and events; an event tells contacts by id, and no purchase order. */
export const customerSettingsRecords = new Records<CustomerSettingsRecord>({
  entity: CustomerSettingsEntity,
  noun: 'settings of a customer',
  eventNoun: 'customer_settings',
  eventData: (settings) => ({
    customerId: settings.id,
    language: settings.language,
    firstDayOfWeek: settings.firstDayOfWeek,
    notifications: settings.notifications,
    purchaseOrderRequired: settings.purchaseOrderRequired,
    billingContactId: settings.billingContactId,
    securityContactId: settings.securityContactId,
  }),
});
