import { newId, type BusEvent, type Database } from '@plimsoll/shared';
import { responseTargetProjection } from '../sla-target/index.js';

/** A record of entitlements as its events tell of it. */
export interface ToldPromise {
  noun: 'customer' | 'calendar' | 'agreement' | 'support_level' | 'entitlement';
  id: string;
  version?: number;
  /** When it happened there; long ago by default. */
  time?: string;
  [property: string]: unknown;
}

/** Takes in what entitlements tells of what it promised, as its events would bring it. */
export async function tellOfPromises(database: Database, records: readonly ToldPromise[]): Promise<void> {
  await database.transaction({ kind: 'SYSTEM' }, async (tx) => {
    for (const [index, told] of records.entries()) {
      const { noun, version = 1, time = '2020-01-01T00:00:00.000Z', ...data } = told;
      const type = `plimsoll.${noun}.${version === 1 ? 'created' : 'updated'}.v1`;
      const event: BusEvent = {
        id: newId('evt'),
        producer: 'entitlements',
        position: index + 1,
        time,
        type,
        subject: data.id,
        version,
        data: { externalId: null, source: 'test', ...data },
      };
      await responseTargetProjection.handlers[type]?.(tx, [event]);
    }
  });
}

/** Hours of Monday to Friday, nine to five, in Berlin. */
export const OFFICE = { timeZone: 'Europe/Berlin', hours: 'Mon-Fri 09:00-17:00', holidays: [] };

/** Ids of what {@link promiseTo} told of. */
export interface Promised {
  calendar: string;
  agreement: string;
  entitlement: string;
}

/**
 * Promises a customer response targets on a calendar, as entitlements would tell of it.
 *
 * @param targets by priority, lengths in ISO 8601
 */
export async function promiseTo(
  database: Database,
  customer: string,
  targets: Record<string, { firstResponse?: string; update?: string; resolution?: string }>,
  calendarTerms: { timeZone: string; hours: string; holidays: string[] } = OFFICE,
): Promise<Promised> {
  const promised = { calendar: newId('cal'), agreement: newId('sla'), entitlement: newId('ent') };
  await tellOfPromises(database, [
    { noun: 'customer', id: customer, timeZone: calendarTerms.timeZone },
    { noun: 'calendar', id: promised.calendar, name: 'Calendar', ...calendarTerms },
    {
      noun: 'agreement',
      id: promised.agreement,
      name: 'Agreement',
      status: 'IN_FORCE',
      validFrom: '2020-01-01',
      validTo: null,
      uptimeTarget: '99.9',
      calendarId: promised.calendar,
      targets: Object.entries(targets).map(([priority, lengths]) => ({
        priority,
        firstResponse: null,
        update: null,
        resolution: null,
        ...lengths,
      })),
    },
    {
      noun: 'entitlement',
      id: promised.entitlement,
      customerId: customer,
      productId: newId('prd'),
      agreementId: promised.agreement,
      validFrom: '2020-01-01',
    },
  ]);
  return promised;
}
