import 'reflect-metadata';
import { testCallers } from '@plimsoll/shared/testing';
import { accountService, idOf, loadAccounts } from '../account.fixture.js';

// Now is 2026-03-10T23:30Z: the 11th of March in Berlin, the 10th in New York.
const service = accountService();
const { load, run } = service;
const ids: Record<string, string> = {};
const ASSET = 'ast_01jz5q0v8hf7rtm2k9x4c6b3na';

interface Effective {
  at: string;
  day: string;
  availability: { agreement: { name: string }; because: string } | null;
  targets: { priority: string; target: string; dueAt: string; agreement: { name: string } }[];
}

const FIELDS = `at day availability { because entitlement { validFrom } agreement { name uptimeTarget }
    candidates { chosen because entitlement { id } agreement { name } } }
  targets { priority target within dueAt because agreement { name } candidates { chosen dueAt agreement { name } } }`;

async function effective(
  args: { customer?: string; product?: string; asset?: string; at?: string },
  caller?: Parameters<typeof run>[2],
): Promise<Effective | null> {
  const { effectiveEntitlement } = await run<{ effectiveEntitlement: Effective | null }>(
    `query ($customerId: ID!, $productId: ID, $assetId: ID, $at: DateTime) {
       effectiveEntitlement(customerId: $customerId, productId: $productId, assetId: $assetId, at: $at) { ${FIELDS} } }`,
    {
      customerId: ids[args.customer ?? 'alder'],
      productId: args.product === undefined ? undefined : ids[args.product],
      assetId: args.asset,
      at: args.at,
    },
    caller,
  );
  return effectiveEntitlement;
}
const named = (answer: Effective | null) => [
  answer?.availability?.agreement.name ?? null,
  ...(answer?.targets ?? []).map(({ priority, target, dueAt, agreement }) =>
    [priority, target, dueAt, agreement.name].join(' '),
  ),
];

beforeAll(async () => {
  await loadAccounts(service);
  await load('Calendars', [
    {
      external_id: 'office',
      time_zone: 'Europe/Berlin',
      hours: 'Mon-Fri 09:00-17:00',
      holidays: '2026-03-12',
    },
  ]);
  await load('Agreements', [
    {
      external_id: 'desk',
      name: 'Desk',
      uptime_target: '99',
      calendar: 'office',
      targets: 'P1:first_response=PT1H,resolution=PT9H;P2:first_response=PT8H',
    },
    { external_id: 'round', name: 'Round', uptime_target: '99.9', targets: 'P1:first_response=PT10H' },
    { external_id: 'host', name: 'Host', uptime_target: '99.99', targets: 'P1:update=PT1H' },
  ]);
  const alder = { customer: 'alder', product: 'orders', valid_from: '2025-01-01' };
  const report = await load('Entitlements', [
    { ...alder, agreement: 'desk' },
    { ...alder, agreement: 'round', valid_from: '2026-03-11' },
    { ...alder, agreement: 'sla-1', valid_from: '2025-01-01' },
    { customer: 'alder', asset: ASSET, agreement: 'host', valid_from: '2026-01-01' },
    { customer: 'birch', product: 'orders', agreement: 'round', valid_from: '2026-03-11' },
  ]);
  expect(report.rejects).toEqual([]);
  for (const name of ['alder', 'birch']) ids[name] = await idOf(service, 'customer', name);
  for (const name of ['arbor', 'bosk']) ids[name] = await idOf(service, 'partner', name);
  ids['orders'] = await idOf(service, 'product', 'orders');
  ids['payments'] = await idOf(service, 'product', 'payments');
});

describe('the effective entitlement', () => {
  it('is the strictest in force where the customer is, target by target', async () => {
    const answer = await effective({ product: 'orders' });
    expect(answer).toMatchObject({
      at: '2026-03-10T23:30:00.000Z',
      day: '2026-03-11',
      availability: {
        agreement: { name: 'Round', uptimeTarget: '99.9' },
        because: 'Round promises 99.9 %, the highest target in force.',
        candidates: [
          { chosen: true, agreement: { name: 'Round' } },
          { chosen: false, because: 'Desk promises 99 %, less than 99.9 %.' },
        ],
      },
    });
    expect(named(answer)).toEqual([
      'Round',
      // An hour of the Berlin office from 09:00 beats ten hours around the clock, which end at 10:30 there.
      'P1 FIRST_RESPONSE 2026-03-11T09:00:00.000Z Desk',
      // The 12th is off: eight hours on the 11th, the ninth on the 13th.
      'P1 RESOLUTION 2026-03-13T09:00:00.000Z Desk',
      'P2 FIRST_RESPONSE 2026-03-11T16:00:00.000Z Desk',
    ]);
    expect(named(await effective({ customer: 'birch', product: 'orders' }))).toEqual([null]);
  });

  it('is known of past instants, under the version that applied then', async () => {
    expect(await effective({ product: 'orders', at: '2025-12-31T22:59:59Z' })).toMatchObject({
      day: '2025-12-31',
      availability: { agreement: { name: 'Enterprise', uptimeTarget: '99.9' } },
    });
    // Midnight in Berlin: that version has ended, and its entitlement names no other.
    expect(named(await effective({ product: 'orders', at: '2025-12-31T23:00:00Z' }))[0]).toBe('Desk');
    expect(named(await effective({ product: 'orders', at: '2024-06-01T00:00:00Z' }))).toEqual([null]);
  });

  it('is of an asset, and with a product of either', async () => {
    expect(named(await effective({ asset: ASSET }))).toEqual([
      'Host',
      'P1 UPDATE 2026-03-11T00:30:00.000Z Host',
    ]);
    expect(named(await effective({ asset: ASSET, product: 'orders' }))).toEqual([
      'Host',
      'P1 FIRST_RESPONSE 2026-03-11T09:00:00.000Z Desk',
      'P1 UPDATE 2026-03-11T00:30:00.000Z Host',
      'P1 RESOLUTION 2026-03-13T09:00:00.000Z Desk',
      'P2 FIRST_RESPONSE 2026-03-11T16:00:00.000Z Desk',
    ]);
    expect(named(await effective({ product: 'payments' }))).toEqual([null]);
    // Asked about nothing in particular, all that the customer has counts.
    expect(await effective({})).toEqual(await effective({ asset: ASSET, product: 'orders' }));
  });

  it('is for those who see the customer', async () => {
    for (const caller of [
      testCallers.agent,
      testCallers.partner(ids['arbor'] ?? ''),
      testCallers.contact(ids['alder'] ?? ''),
    ]) {
      expect(named(await effective({ product: 'orders' }, caller))[0]).toBe('Round');
    }
    for (const caller of [
      testCallers.partner(ids['bosk'] ?? ''),
      testCallers.contact(ids['birch'] ?? ''),
      testCallers.analyst,
      testCallers.nobody,
    ]) {
      expect(await effective({ product: 'orders' }, caller)).toBeNull();
    }
  });

  it('takes as many statements for many customers as for one', async () => {
    const list = (first: number) =>
      service.countStatements(
        `query ($n: Int!, $p: ID!) { customers(first: $n) { nodes { effectiveEntitlement(productId: $p) { ${FIELDS} } } } }`,
        { n: first, p: ids['orders'] },
      );
    await list(3);
    expect(await list(1)).toBe(await list(3));
  });
});
