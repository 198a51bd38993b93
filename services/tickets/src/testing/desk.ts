import { newId, type BusEvent, type Database } from '@plimsoll/shared';
import { accountProjections } from '../account/index.js';

/** What other services tell of the records that tests of this service refer to. */
export interface ToldRecord {
  noun: string;
  id: string;
  externalId?: string;
  version?: number;
  [property: string]: unknown;
}

/** Ids of the records of {@link tellOfDesk}. */
export interface Desk {
  partnerA: string;
  partnerB: string;
  /** Customers of partner A, of partner B, and of nobody. */
  customerA: string;
  customerB: string;
  customerC: string;
  contactA: string;
  contactB: string;
  product: string;
  analyst: string;
  engineer: string;
  web: string;
  database: string;
}

/** Takes in what other services tell of records, as their events would bring it. */
export async function tell(database: Database, records: readonly ToldRecord[]): Promise<void> {
  await database.transaction({ kind: 'SYSTEM' }, async (tx) => {
    for (const [index, { noun, version = 1, ...data }] of records.entries()) {
      const producer =
        noun === 'asset' || noun === 'change' || noun === 'release' ? 'assets' : 'entitlements';
      const type = `plimsoll.${noun}.${version === 1 ? 'created' : 'updated'}.v1`;
      const event: BusEvent = {
        id: newId('evt'),
        producer,
        position: index + 1,
        time: new Date(0).toISOString(),
        type,
        subject: data.id,
        version,
        data: { externalId: null, source: 'test', ...data },
      };
      const projection = accountProjections.find((one) => one.producer === producer);
      await projection?.handlers[type]?.(tx, [event]);
    }
  });
}

/** Two partners with a customer each, a customer without one, people, a product and assets. */
export async function tellOfDesk(database: Database): Promise<Desk> {
  const desk: Desk = {
    partnerA: newId('par'),
    partnerB: newId('par'),
    customerA: newId('cus'),
    customerB: newId('cus'),
    customerC: newId('cus'),
    contactA: newId('con'),
    contactB: newId('con'),
    product: newId('prd'),
    analyst: newId('per'),
    engineer: newId('per'),
    web: newId('ast'),
    database: newId('ast'),
  };
  await tell(database, [
    { noun: 'customer', id: desk.customerA, externalId: 'CUS-A', name: 'A', partnerId: desk.partnerA },
    { noun: 'customer', id: desk.customerB, externalId: 'CUS-B', name: 'B', partnerId: desk.partnerB },
    { noun: 'customer', id: desk.customerC, externalId: 'CUS-C', name: 'C', partnerId: null },
    { noun: 'contact', id: desk.contactA, externalId: 'CON-A', customerId: desk.customerA },
    { noun: 'contact', id: desk.contactB, externalId: 'CON-B', customerId: desk.customerB },
    { noun: 'product', id: desk.product, externalId: 'PRD', name: 'Orders' },
    { noun: 'person', id: desk.analyst, externalId: 'PER-1' },
    { noun: 'person', id: desk.engineer, externalId: 'PER-2' },
    { noun: 'calendar', id: newId('cal'), externalId: 'office' },
    { noun: 'asset', id: desk.web, externalId: 'web', name: 'web', kind: 'service' },
    { noun: 'asset', id: desk.database, externalId: 'db', name: 'db', kind: 'database' },
    { noun: 'change', id: newId('chg'), externalId: 'CHG-1' },
  ]);
  return desk;
}
