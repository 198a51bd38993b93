import type { BusEvent, Session } from '@plimsoll/shared';
import { newestOf } from '../copy/index.js';
import { agreementEvent } from './account.events.js';
import { agreementOf } from './account.rules.js';
import { readAgreements } from './account.store.js';

interface Terms {
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly uptimeTarget: string;
  readonly degradedWeight: string;
  readonly maintenanceNoticeHours: string | number | null;
  readonly maintenanceCapMinutes: string | number | null;
  readonly creditTiers: readonly { below: string; percent: string }[];
  readonly creditCapPercent: string | null;
}

const textOf = (terms: Terms) =>
  JSON.stringify([
    terms.validFrom,
    terms.validTo,
    terms.uptimeTarget,
    terms.degradedWeight,
    terms.maintenanceNoticeHours,
    terms.maintenanceCapMinutes,
    terms.creditTiers.map(({ below, percent }) => [below, percent]),
    terms.creditCapPercent,
  ]);

/**
 * The agreements of which these events tell other terms of availability or credit than are kept; asked before they are
 * taken in. A name is no term. One statement.
 */
export async function agreementTermsChanged(tx: Session, events: readonly BusEvent[]): Promise<string[]> {
  const told = newestOf(events).map(({ subject, data }) => [subject, agreementEvent.parse(data)] as const);
  const kept = await readAgreements(
    tx,
    told.map(([id]) => id),
  );
  const known = new Map(kept.map(({ id, text }) => [id, textOf(agreementOf(text))]));
  return told.filter(([id, terms]) => known.get(id) !== textOf(terms)).map(([id]) => id);
}
