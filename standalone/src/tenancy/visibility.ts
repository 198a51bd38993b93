/**
 * Who may see what, as the domain says of the people who use the platform: staff everything; resellers their own
 * customers and whatever hangs off these, contacts their own company; analysts analytics alone. Every type with a
 * key, every root field and every mutation of the graph stands here, or the matrix fails.
 */
export type Audience =
  /** Staff, resellers and contacts alike: what the company sells, and who its people are by name. */
  | 'SIGNED_IN'
  /** Staff, and whoever the record belongs to. */
  | 'TENANT'
  /** Staff, and the reseller whose record it is; no contact. */
  | 'RESELLER'
  /** Staff alone. */
  | 'STAFF';

export const ENTITIES: Readonly<Record<string, Audience>> = {
  ApiKey: 'RESELLER',
  Asset: 'TENANT',
  AssetKind: 'SIGNED_IN',
  BusinessCalendar: 'SIGNED_IN',
  Change: 'TENANT',
  Contact: 'TENANT',
  Customer: 'TENANT',
  CustomerSubscription: 'TENANT',
  Entitlement: 'TENANT',
  OutageImpact: 'TENANT',
  Partner: 'TENANT',
  Person: 'SIGNED_IN',
  Plan: 'SIGNED_IN',
  Pod: 'SIGNED_IN',
  Product: 'SIGNED_IN',
  Queue: 'STAFF',
  ServiceLevelAgreement: 'TENANT',
  SupportLevel: 'SIGNED_IN',
  Team: 'STAFF',
  Ticket: 'TENANT',
};

export const QUERIES: Readonly<Record<string, Audience>> = {
  agreement: 'TENANT',
  agreementByExternalId: 'TENANT',
  agreements: 'TENANT',
  apiKey: 'RESELLER',
  apiKeys: 'RESELLER',
  asset: 'TENANT',
  assetByExternalId: 'TENANT',
  assetKind: 'SIGNED_IN',
  assetKindByExternalId: 'SIGNED_IN',
  assetKinds: 'SIGNED_IN',
  assets: 'TENANT',
  auditEntries: 'STAFF',
  calendar: 'SIGNED_IN',
  calendarByExternalId: 'SIGNED_IN',
  calendars: 'SIGNED_IN',
  change: 'TENANT',
  changeByExternalId: 'TENANT',
  changes: 'TENANT',
  contact: 'TENANT',
  contactByExternalId: 'TENANT',
  contacts: 'TENANT',
  customer: 'TENANT',
  customerByCsi: 'TENANT',
  customerByExternalId: 'TENANT',
  customers: 'TENANT',
  dependency: 'TENANT',
  entitlement: 'TENANT',
  entitlementByExternalId: 'TENANT',
  entitlements: 'TENANT',
  exchangeRates: 'STAFF',
  partner: 'TENANT',
  partnerByExternalId: 'TENANT',
  partners: 'TENANT',
  people: 'STAFF',
  person: 'SIGNED_IN',
  personByExternalId: 'SIGNED_IN',
  plan: 'SIGNED_IN',
  planByExternalId: 'SIGNED_IN',
  plans: 'SIGNED_IN',
  pod: 'SIGNED_IN',
  podByExternalId: 'SIGNED_IN',
  pods: 'SIGNED_IN',
  product: 'SIGNED_IN',
  productByExternalId: 'SIGNED_IN',
  products: 'SIGNED_IN',
  queue: 'STAFF',
  queueByExternalId: 'STAFF',
  queues: 'STAFF',
  serviceCredits: 'STAFF',
  subscription: 'TENANT',
  subscriptionByExternalId: 'TENANT',
  subscriptions: 'TENANT',
  supportLevel: 'SIGNED_IN',
  supportLevelByExternalId: 'SIGNED_IN',
  supportLevels: 'SIGNED_IN',
  team: 'STAFF',
  teamByExternalId: 'STAFF',
  teams: 'STAFF',
  ticket: 'TENANT',
  ticketByExternalId: 'TENANT',
  tickets: 'TENANT',
  verifyAuditLog: 'STAFF',
  usage: 'TENANT',
  usageByMonth: 'TENANT',
  whatIfOutage: 'TENANT',
};

/** Mutations that resellers and contacts send for their own records; every other one is for staff alone. */
export const MUTATIONS_OF_TENANTS: readonly string[] = [
  'closeTicket',
  'openTicket',
  'reopenTicket',
  'replyToTicket',
  'createApiKey',
  'revokeApiKey',
  'rotateApiKey',
];
