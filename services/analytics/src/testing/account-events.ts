import type { DomainEvent } from '@plimsoll/shared';

/** An event that tells of a record's beginning, or of a change where its version is above 1. */
export function told(noun: string, id: string, data: Record<string, unknown>, version = 1): DomainEvent {
  return {
    type: `plimsoll.${noun}.${version === 1 ? 'created' : 'updated'}.v1`,
    subject: id,
    version,
    data: { id, externalId: null, source: null, ...data },
  };
}

/** A customer as entitlements tells of it. */
export function customerTold(id: string, rest: Record<string, unknown> = {}, version = 1): DomainEvent {
  const data = {
    csi: `CSI-${id}`,
    name: `Customer ${id}`,
    segment: 'ENTERPRISE',
    region: 'EMEA',
    timeZone: 'Europe/Berlin',
    locale: 'de-DE',
    vertical: null,
    partnerId: null,
    accountManagerId: null,
    designatedAnalystId: null,
    active: true,
    ...rest,
  };
  return told('customer', id, data, version);
}

/** An agreement of 99.9 percent with tiers 99.9:10 and 99.0:25, as entitlements tells of it. */
export function agreementTold(id: string, rest: Record<string, unknown> = {}, version = 1): DomainEvent {
  const data = {
    name: `Agreement ${id}`,
    validFrom: '2025-01-01',
    validTo: null,
    uptimeTarget: '99.9',
    degradedWeight: '0.5',
    maintenanceNoticeHours: '48',
    maintenanceCapMinutes: '30',
    creditTiers: [
      { below: '99.9', percent: '10' },
      { below: '99.0', percent: '25' },
    ],
    creditCapPercent: '50',
    ...rest,
  };
  return told('agreement', id, data, version);
}

/** An entitlement to an agreement since 2025, as entitlements tells of it. */
export function entitlementTold(
  id: string,
  customerId: string,
  rest: Record<string, unknown> = {},
  version = 1,
): DomainEvent {
  const data = {
    customerId,
    productId: 'prd_1',
    assetId: null,
    agreementId: 'sla_1',
    supportLevelId: null,
    subscriptionId: null,
    validFrom: '2025-01-01',
    validTo: null,
    ...rest,
  };
  return told('entitlement', id, data, version);
}

/** A `STANDARD` subscription of 1,000 euros a month since 2025, as entitlements tells of it. */
export function subscriptionTold(
  id: string,
  customerId: string,
  rest: Record<string, unknown> = {},
  version = 1,
): DomainEvent {
  const data = {
    customerId,
    planId: 'pln_1',
    productId: 'prd_1',
    kind: 'STANDARD',
    status: 'ACTIVE',
    quantity: 1,
    startedOn: '2025-01-01',
    endedOn: null,
    renewsOn: null,
    podId: null,
    terms: [{ from: '2025-01-01', to: null, quantity: 1, monthlyPrice: '1000.00', currency: 'EUR' }],
    ...rest,
  };
  return told('subscription', id, data, version);
}

/** The customer impact of an incident as assets tells of it. */
export function customerImpactTold(
  incidentId: string,
  impacts: Record<string, unknown>[],
  rest: Record<string, unknown> = {},
  version = 1,
): DomainEvent {
  return {
    type: 'plimsoll.customer_impact.recorded.v1',
    subject: incidentId,
    version,
    data: {
      incidentId,
      planned: false,
      announcedFrom: null,
      announcedTo: null,
      noticeGivenAt: null,
      impacts,
      ...rest,
    },
  };
}

/** A rate of a day as entitlements tells of it. */
export function exchangeRateTold(
  date: string,
  from: string,
  to: string,
  rate: string,
  version = 1,
): DomainEvent {
  const id = `${from}-${to}-${date}`;
  return {
    type: 'plimsoll.exchange_rate.recorded.v1',
    subject: id,
    version,
    data: { id, externalId: null, source: null, date, from, to, rate },
  };
}
