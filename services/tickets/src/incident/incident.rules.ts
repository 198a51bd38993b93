import { invalid } from '@plimsoll/shared';

/** How far down something is while an incident hits it. */
export type OutageState = 'DOWN' | 'DEGRADED';

/**
 * What an incident does to one thing, half-open in time: to an asset, to a product, to a customer, or, with both
 * product and customer, to that customer's share of the product. Instants are ISO 8601 in UTC with milliseconds.
 */
export interface IncidentImpact {
  assetId: string | null;
  productId: string | null;
  customerId: string | null;
  state: OutageState;
  from: string;
  /** Null while it lasts; an incident that is restored ends it. */
  to: string | null;
}

/** When an incident began, went on and ended, and how it was announced. */
export interface IncidentFacts {
  startedAt: Date;
  restoredAt: Date | null;
  announcedFrom: Date | null;
  announcedTo: Date | null;
}

/**
 * The facts, when they can be.
 *
 * @throws DomainError `INVALID` where it was restored before it started, or its announced window has no length
 */
export function checkFacts<Facts extends IncidentFacts>(facts: Facts): Facts {
  if (facts.restoredAt && facts.restoredAt < facts.startedAt) {
    throw invalid('An incident is not restored before it starts.', ['restoredAt']);
  }
  if ((facts.announcedFrom === null) !== (facts.announcedTo === null)) {
    throw invalid('An announced window has a beginning and an end.', ['announcedTo']);
  }
  if (facts.announcedFrom && facts.announcedTo && facts.announcedTo <= facts.announcedFrom) {
    throw invalid('An announced window ends after it begins.', ['announcedTo']);
  }
  return facts;
}

/**
 * The impact, when it can be.
 *
 * @param path where the input names it
 * @throws DomainError `INVALID` where it does not end after it begins, or says nothing or too much of what is hit
 */
export function checkImpact(impact: IncidentImpact, path: readonly string[]): IncidentImpact {
  const { assetId, productId, customerId, from, to } = impact;
  if (assetId === null && productId === null && customerId === null) {
    throw invalid('An impact names an asset, a product or a customer.', path);
  }
  if (assetId !== null && (productId !== null || customerId !== null)) {
    throw invalid('An impact names an asset, or a product and a customer, not both.', path);
  }
  if (to !== null && to <= from) throw invalid('An impact ends after it begins.', [...path, 'to']);
  return impact;
}

/** What makes two impacts of an incident the same one: what is hit, how far, and since when. */
export function impactKey(impact: Omit<IncidentImpact, 'to'>): string {
  const { assetId, productId, customerId, state, from } = impact;
  return JSON.stringify([assetId, productId, customerId, state, from]);
}

/** The impacts as they are: those left open end where the incident was restored; what has no length is left out. */
export function impactsInEffect(
  impacts: readonly IncidentImpact[],
  restoredAt: Date | null,
): IncidentImpact[] {
  const end = restoredAt?.toISOString() ?? null;
  return impacts
    .map((impact) => ({ ...impact, to: impact.to ?? end }))
    .filter(({ from, to }) => to === null || from < to);
}

/** The end of an incident that is resolved at `at` without anybody having said when service was back. */
export function restorationOf(impacts: readonly IncidentImpact[], startedAt: Date, at: Date): Date {
  const ends = impacts.map(({ to }) => to);
  if (ends.length === 0 || ends.includes(null)) return at > startedAt ? at : startedAt;
  const last = new Date(ends.reduce((latest: string, to) => (to !== null && to > latest ? to : latest), ''));
  return last > startedAt ? last : startedAt;
}

/**
 * The impact an incident has unless its intervals are listed: each of its assets, or else its product and
 * customer, in one state from its beginning to its end.
 */
export function defaultImpacts(incident: {
  assetIds: readonly string[];
  productId: string | null;
  customerId: string | null;
  state: OutageState;
  from: Date;
  to: Date | null;
}): IncidentImpact[] {
  const { assetIds, productId, customerId, state } = incident;
  const span = { state, from: incident.from.toISOString(), to: incident.to?.toISOString() ?? null };
  if (assetIds.length > 0) {
    return assetIds.map((assetId) => ({ assetId, productId: null, customerId: null, ...span }));
  }
  if (productId === null && customerId === null) return [];
  return [{ assetId: null, productId, customerId, ...span }];
}
