import { invalid } from '@plimsoll/shared';

/** What a customer may be told of without asking. */
export const NOTIFICATION_TOPICS = [
  'INCIDENT',
  'MAINTENANCE',
  'RENEWAL',
  'BILLING',
  'SECURITY',
  'PRODUCT',
] as const;

/** One of {@link NOTIFICATION_TOPICS}. */
export type NotificationTopicName = (typeof NOTIFICATION_TOPICS)[number];

/** The day on which a customer's week begins. */
export type FirstDayOfWeekName = 'MONDAY' | 'SATURDAY' | 'SUNDAY';

/** What a customer has set. */
export interface SettingsValue {
  /** BCP 47 language tag; null: that of the customer's locale. */
  language: string | null;
  firstDayOfWeek: FirstDayOfWeekName;
  notifications: NotificationTopicName[];
  purchaseOrderRequired: boolean;
  purchaseOrder: string | null;
  billingContactId: string | null;
  securityContactId: string | null;
}

/** What holds where a customer has set nothing. */
export const DEFAULT_SETTINGS: SettingsValue = {
  language: null,
  firstDayOfWeek: 'MONDAY',
  notifications: ['INCIDENT', 'MAINTENANCE', 'SECURITY'],
  purchaseOrderRequired: false,
  purchaseOrder: null,
  billingContactId: null,
  securityContactId: null,
};

/** Topics each once, in the order in which they are declared. */
export function topicsInOrder(topics: readonly NotificationTopicName[]): NotificationTopicName[] {
  return NOTIFICATION_TOPICS.filter((topic) => topics.includes(topic));
}

/**
 * A purchase order's number as customers write them: 1 to 60 signs of one line.
 *
 * @throws DomainError `INVALID`
 */
export function checkPurchaseOrder(text: string): string {
  const trimmed = text.trim();
  if (trimmed.length < 1 || trimmed.length > 60 || /\p{Cc}/u.test(trimmed)) {
    throw invalid('`purchaseOrder` has 1 to 60 signs in one line.', ['purchaseOrder']);
  }
  return trimmed;
}
