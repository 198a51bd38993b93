import { testSubgraph, type TestSubgraph } from '@plimsoll/shared/testing';
import { createEntitlementsSubgraph, entitlementsDatabase } from './subgraph.js';

/** The instant at which the tests take place: in Berlin the 11th of March has begun, in New York it is still the 10th. */
export const NOW = new Date('2026-03-10T23:30:00Z');

/** The service at {@link NOW}. */
export function accountService(): TestSubgraph {
  return testSubgraph({
    database: entitlementsDatabase,
    create: (dependencies) => createEntitlementsSubgraph({ ...dependencies, clock: () => NOW }),
  });
}

/**
 * Two resellers with a customer each and one customer sold to directly; two products with plans: `basic` (10 EUR a
 * unit, 99.5 %), `enterprise` (100 EUR, 99.9 %, from 2026 on 99.95 %), `dollar`, `trial`, `bare` (no price, no
 * promise) of `orders`, and `pay` of `payments`.
 */
export async function loadAccounts({ load }: TestSubgraph): Promise<void> {
  const reports = [
    await load('Partners', [
      { external_id: 'arbor', name: 'Arbor' },
      { external_id: 'bosk', name: 'Bosk' },
    ]),
    await load('Agreements', [
      {
        external_id: 'sla-basic',
        name: 'Basic',
        valid_from: '2024-01-01',
        uptime_target: '99.5',
      },
      {
        external_id: 'sla-1',
        name: 'Enterprise',
        valid_from: '2025-01-01',
        valid_to: '2026-01-01',
        uptime_target: '99.9',
      },
      { external_id: 'sla-2', name: 'Enterprise', valid_from: '2026-01-01', uptime_target: '99.95' },
    ]),
    await load('SupportLevels', [
      { external_id: 'lvl-basic', name: 'Basic support', agreement: 'sla-basic', cases_per_year: '12' },
      { external_id: 'lvl-premier', name: 'Premier support', agreement: 'sla-2' },
    ]),
    await load('Products', [
      { external_id: 'orders', name: 'Orders' },
      { external_id: 'payments', name: 'Payments' },
    ]),
    await load('Plans', [
      plan('basic', 'orders', 'lvl-basic', '10', 'EUR'),
      plan('enterprise', 'orders', 'lvl-premier', '100', 'EUR'),
      plan('dollar', 'orders', 'lvl-basic', '12', 'USD'),
      plan('trial', 'orders', 'lvl-basic', '0', 'EUR'),
      plan('bare', 'orders', '', '', ''),
      plan('pay', 'payments', 'lvl-basic', '5', 'EUR'),
    ]),
    await load('Pods', [{ external_id: 'pod-eu', name: 'EU Central', region: 'EMEA', seats: '10' }]),
    await load('Customers', [
      {
        external_id: 'alder',
        name: 'Alder Works',
        csi: 'ALD-ER-001',
        time_zone: 'Europe/Berlin',
        partner: 'arbor',
      },
      {
        external_id: 'birch',
        name: 'Birch Mills',
        csi: 'BIR-CH-002',
        time_zone: 'America/New_York',
        partner: 'bosk',
      },
      { external_id: 'cedar', name: 'Cedar Freight', csi: 'CED-AR-003' },
    ]),
  ];
  const rejected = reports.flatMap(({ rejects }) => rejects);
  if (rejected.length > 0) throw new Error(JSON.stringify(rejected));
}

function plan(id: string, product: string, supportLevel: string, monthlyPrice: string, currency: string) {
  return {
    external_id: id,
    name: `Plan ${id}`,
    product,
    support_level: supportLevel,
    monthly_price: monthlyPrice,
    currency,
  };
}

/** The platform id of an imported record, by the query that finds it: `customer` for `customerByExternalId`. */
export async function idOf(service: TestSubgraph, query: string, externalId: string): Promise<string> {
  const { found } = await service.run<{ found: { id: string } | null }>(
    `query ($externalId: String!) { found: ${query}ByExternalId(source: "import", externalId: $externalId) { id } }`,
    { externalId },
  );
  if (!found) throw new Error(`there is no ${query} ${externalId}`);
  return found.id;
}
