import type { Logger } from '@plimsoll/shared';
import { spreadOf, type Spread } from '../measure/statistics.rules.js';
import { importFile, onEmptyPlatform } from '../platform/empty-platform.js';
import type { MeasuredPlatform } from '../platform/measured-platform.js';

/** How long the best slots of a change take to find, as a client of the gateway waits. */
export interface SafeWindowTimes {
  customers: number;
  slots: number;
  /** The first answer of the process. */
  firstMs: number;
  /** Of the answers after it. */
  laterMs: Spread;
}

const NOW = new Date('2026-03-18T10:30:00Z');
const DAY_MS = 86_400_000;
const SLOT_MS = 900_000;
const ROWS_AT_ONCE = 500;
const REPEATS = 10;
const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'Asia/Tokyo',
  'UTC',
  'Australia/Sydney',
  'America/Sao_Paulo',
  'Asia/Kolkata',
  'Europe/London',
  'America/Los_Angeles',
  'Pacific/Auckland',
];

const DRAFT = `mutation ($input: DraftChangeInput!) { draftChange(input: $input) { change { id } userErrors { message } } }`;
const SLOTS = `query ($id: ID!, $within: Duration!) { change(id: $id) { whatIf { exposure { customerCount } }
  safeWindows(within: $within, first: 5) { from to breachCount serviceCredits { amount currency }
    monthlyRecurringRevenue { amount currency } customersAwake conflictCount } } }`;

/**
 * Drafts a change that takes a product of so many customers in ten time zones down for two hours, and asks for its best
 * slots among so many, through the gateway, on an empty platform in this process.
 */
export async function measureSafeWindows(options: {
  projectFolder: string;
  customers: number;
  slots: readonly number[];
  logger: Logger;
}): Promise<SafeWindowTimes[]> {
  const { projectFolder, customers, slots, logger } = options;
  return onEmptyPlatform({ projectFolder, now: NOW, logger }, async (platform) => {
    const id = await draftedChange(platform, customers);
    const times: SafeWindowTimes[] = [];
    for (const count of slots) {
      const ask = () => timed(platform, id, customers, count);
      const firstMs = await ask();
      const later: number[] = [];
      for (let turn = 0; turn < REPEATS; turn += 1) later.push(await ask());
      times.push({ customers, slots: count, firstMs, laterMs: spreadOf(later) });
    }
    return times;
  });
}

async function timed(
  platform: MeasuredPlatform,
  id: string,
  customers: number,
  slots: number,
): Promise<number> {
  const within = `PT${(slots * SLOT_MS) / 60_000}M`;
  const askedAt = performance.now();
  const { change } = await platform.client.data<{
    change: { whatIf: { exposure: { customerCount: number } }; safeWindows: unknown[] };
  }>(SLOTS, { id, within });
  const took = performance.now() - askedAt;
  if (change.whatIf.exposure.customerCount !== customers || change.safeWindows.length !== 5) {
    throw new Error(`not what was to be measured: ${JSON.stringify(change).slice(0, 500)}`);
  }
  return took;
}

async function draftedChange(platform: MeasuredPlatform, count: number): Promise<string> {
  await importFile(platform, 'Agreements', [
    {
      external_id: 'gold',
      name: 'Gold',
      valid_from: '2020-01-01',
      uptime_target: '99.9',
      credit_tiers: '99.9:10;99.0:25',
      maintenance_notice_hours: '72',
    },
  ]);
  await importFile(platform, 'Products', [{ external_id: 'suite', name: 'Suite' }]);
  await importFile(platform, 'Plans', [
    {
      external_id: 'standard',
      name: 'Standard',
      product: 'suite',
      agreement: 'gold',
      monthly_price: '490.00',
      currency: 'EUR',
    },
  ]);
  for (let from = 0; from < count; from += ROWS_AT_ONCE) {
    const numbers = Array.from({ length: Math.min(ROWS_AT_ONCE, count - from) }, (_, n) => from + n);
    await importFile(
      platform,
      'Customers',
      numbers.map((n) => ({
        external_id: `c${n}`,
        name: `Customer ${n}`,
        time_zone: ZONES[n % ZONES.length] ?? 'UTC',
      })),
    );
    await importFile(
      platform,
      'Subscriptions',
      numbers.map((n) => ({
        external_id: `s${n}`,
        customer: `c${n}`,
        plan: 'standard',
        kind: 'STANDARD',
        started_on: '2025-01-01',
      })),
    );
  }
  await platform.settled();
  await importFile(platform, 'Assets', [{ external_id: 'web', name: 'Web', kind: 'service' }]);
  await importFile(platform, 'Placements', [{ asset: 'web', product: 'suite' }]);
  await platform.settled();
  const { asset } = await platform.client.data<{ asset: { id: string } }>(
    '{ asset: assetByExternalId(source: "import", externalId: "web") { id } }',
    {},
  );
  const { draftChange } = await platform.client.data<{ draftChange: { change: { id: string } | null } }>(
    DRAFT,
    {
      input: {
        idempotencyKey: 'measured',
        title: 'Measured',
        assetIds: [asset.id],
        window: {
          from: new Date(NOW.getTime() + 5 * DAY_MS).toISOString(),
          to: new Date(NOW.getTime() + 5 * DAY_MS + 7_200_000).toISOString(),
        },
        expectedState: 'DOWN',
      },
    },
  );
  if (!draftChange.change) throw new Error(JSON.stringify(draftChange));
  await platform.settled();
  return draftChange.change.id;
}
