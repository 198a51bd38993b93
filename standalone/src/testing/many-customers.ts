import type { TestPlatform } from './test-platform.js';

/** What {@link loadManyCustomers} loads. */
export interface ManyCustomers {
  /** Customers of the widely used product, besides ten of the rarely used one. */
  customers: number;
}

/**
 * Loads a company through the imports: ten customers on the asset `small-web`, all others on `large-web`, each with
 * a subscription, under one agreement; an incident that has hit all of them.
 */
export async function loadManyCustomers(platform: TestPlatform, { customers }: ManyCustomers): Promise<void> {
  await platform.import('importAgreements', [
    {
      external_id: 'gold',
      name: 'Gold',
      valid_from: '2026-01-01',
      uptime_target: '99.9',
      credit_tiers: '99.9:10;99.0:25',
    },
  ]);
  const price = { monthly_price: '100.00', currency: 'EUR' };
  const products = ['small', 'large'];
  await platform.import(
    'importProducts',
    products.map((name) => ({ external_id: name, name })),
  );
  await platform.import(
    'importPlans',
    products.map((name) => ({ external_id: name, name, product: name, agreement: 'gold', ...price })),
  );
  const numbers = Array.from({ length: customers + 10 }, (_, index) => index);
  await platform.import(
    'importCustomers',
    numbers.map((number) => ({
      external_id: `c${number}`,
      name: `Customer ${number}`,
      time_zone: number % 2 === 0 ? 'Europe/Berlin' : 'America/New_York',
      segment: 'SMB',
    })),
  );
  await platform.import(
    'importSubscriptions',
    numbers.map((number) => ({
      external_id: `s${number}`,
      customer: `c${number}`,
      plan: number < 10 ? 'small' : 'large',
      kind: 'STANDARD',
      started_on: '2026-01-01',
      ...price,
    })),
  );
  await platform.settled();
  await platform.import(
    'importAssets',
    ['database', 'small-web', 'large-web'].map((name) => ({ external_id: name, name, kind: 'service' })),
  );
  await platform.import('importDependencies', [
    { consumer: 'small-web', provider: 'database' },
    { consumer: 'large-web', provider: 'database' },
  ]);
  await platform.import(
    'importPlacements',
    products.map((name) => ({ asset: `${name}-web`, product: name })),
  );
  await platform.settled();
  await platform.import('importIncidents', [
    {
      external_id: 'i1',
      title: 'Database down',
      started_at: '2026-03-10T10:00:00Z',
      restored_at: '2026-03-10T10:10:00Z',
      resolved_at: '2026-03-10T11:00:00Z',
      assets: 'database',
      state: 'DOWN',
    },
  ]);
  await platform.settled();
}
