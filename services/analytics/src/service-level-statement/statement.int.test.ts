import 'reflect-metadata';
import type { Principal } from '@plimsoll/shared';
import { testCallers } from '@plimsoll/shared/testing';
import { clearProjections } from '../subgraph.js';
import {
  agreementTold,
  customerImpactTold,
  customerTold,
  entitlementTold,
  subscriptionTold,
} from '../testing/account-events.js';
import { analyticsService } from '../testing/analytics-service.js';

const service = analyticsService('2026-04-20T12:00:00.000Z');

const down = (from: string, to: string | null, customerIds: string[], state = 'DOWN') => ({
  productId: 'prd_1',
  state,
  from,
  to,
  customerIds,
});

const STATEMENT = `query ($of: [_Any!]!, $month: String) { _entities(representations: $of) { ... on Customer { id
  serviceLevelStatement(month: $month) { month timeZone from to asOf isOver levels { uptime countedSeconds excludedSeconds
    headroomSeconds breached serviceCredits { amount currency } } credits { amount currency }
    incidents { incidentId ticket { id } planned products { id } from to seconds }
    intervals(first: 50) { totalCount nodes { product { id } agreement { id } from to seconds state weight counted reason
      tickets { id } } } } } } }`;
const RESTATEMENTS = `query ($of: [_Any!]!, $month: String) { _entities(representations: $of) { ... on Customer { id
  restatements(month: $month) { restatedAt kind incidentId ticket { id } impactsBefore { state from to planned }
    impactsAfter { state from to planned }
    levels { product { id } agreement { id } before { uptime countedSeconds breached serviceCredits { amount } }
      after { uptime countedSeconds breached serviceCredits { amount } } } } } } }`;

interface Figures {
  countedSeconds: number;
  breached: boolean;
  serviceCredits: { amount: string }[];
}
interface Restated {
  restatedAt: string;
  kind: string;
  incidentId: string;
  impactsBefore: unknown[];
  impactsAfter: unknown[];
  levels: { before: Figures; after: Figures }[];
}

async function ask<Field>(
  document: string,
  field: string,
  id: string,
  month: string,
  caller?: Principal,
): Promise<Field | null> {
  const variables = { of: [{ __typename: 'Customer', id }], month };
  const data = await service.run<{ _entities: (Record<string, Field> | null)[] }>(
    document,
    variables,
    caller,
  );
  return data._entities[0]?.[field] ?? null;
}
const restatements = (id = 'cus_a', month = '2026-03', caller?: Principal) =>
  ask<Restated[]>(RESTATEMENTS, 'restatements', id, month, caller);

const state = (incident: string, version: number, impacts: object[], at: string, rest = {}) =>
  service.tell(
    'assets',
    [customerImpactTold(incident, impacts as Record<string, unknown>[], rest, version)],
    at,
  );

beforeAll(async () => {
  await service.tell('entitlements', [
    agreementTold('sla_1', { creditTiers: [{ below: '99.9', percent: '10' }] }),
    customerTold('cus_a', { partnerId: 'par_1' }),
    customerTold('cus_b', { partnerId: 'par_2' }),
    ...['cus_a', 'cus_b'].flatMap((id) => [
      entitlementTold(`ent_${id}`, id),
      subscriptionTold(`sub_${id}`, id),
    ]),
  ]);
  // An outage that lasts when it is first told of, and then has ended: no restatement.
  const since = '2026-03-10T10:00:00.000Z';
  await state('tkt_1', 1, [down(since, null, ['cus_a'])], '2026-03-10T10:05:00.000Z');
  await state('tkt_1', 2, [down(since, '2026-03-10T11:00:00.000Z', ['cus_a'])], '2026-03-10T11:01:00.000Z');
  // Corrected within the month, told again without a change to this customer, and taken back after the month.
  await state(
    'tkt_1',
    3,
    [down(since, '2026-03-10T10:30:00.000Z', ['cus_a', 'cus_b'])],
    '2026-03-12T09:00:00.000Z',
  );
  await state('tkt_1', 4, [down(since, '2026-03-10T10:30:00.000Z', ['cus_a'])], '2026-03-13T09:00:00.000Z');
  // Maintenance, announced in time: forty minutes of which thirty are excluded; a quarter of it degraded by another.
  await state(
    'tkt_2',
    1,
    [down('2026-03-20T10:00:00.000Z', '2026-03-20T10:40:00.000Z', ['cus_a'])],
    '2026-03-18T09:00:00.000Z',
    {
      planned: true,
      announcedFrom: '2026-03-20T10:00:00.000Z',
      announcedTo: '2026-03-20T11:00:00.000Z',
      noticeGivenAt: '2026-03-18T09:00:00.000Z',
    },
  );
  await state(
    'tkt_3',
    1,
    [down('2026-03-20T10:00:00.000Z', '2026-03-20T10:10:00.000Z', ['cus_a'], 'DEGRADED')],
    '2026-03-20T10:11:00.000Z',
  );
  // Told of when the month was over, and taken back later.
  await state(
    'tkt_4',
    1,
    [down('2026-03-31T21:00:00.000Z', '2026-03-31T22:30:00.000Z', ['cus_a'])],
    '2026-04-02T09:00:00.000Z',
  );
  await service.drain();
});

describe("the statement of a customer's month", () => {
  it('shows the figures, what they are made of, what is owed and the incidents', async () => {
    const statement = await ask<Record<string, unknown>>(
      STATEMENT,
      'serviceLevelStatement',
      'cus_a',
      '2026-03',
    );
    expect(statement).toMatchObject({
      month: '2026-03',
      timeZone: 'Europe/Berlin',
      from: '2026-02-28T23:00:00.000Z',
      to: '2026-03-31T22:00:00.000Z',
      asOf: '2026-03-31T22:00:00.000Z',
      isOver: true,
      // 1,800 s, ten minutes of maintenance that another incident made count, none above the allowance, an hour at the end.
      levels: [
        {
          countedSeconds: 1800 + 600 + 3600,
          excludedSeconds: 1800,
          breached: true,
          serviceCredits: [{ amount: '100.00', currency: 'EUR' }],
        },
      ],
      credits: [{ amount: '100.00', currency: 'EUR' }],
      incidents: [
        { incidentId: 'tkt_1', planned: false, seconds: 1800, products: [{ id: 'prd_1' }] },
        { incidentId: 'tkt_2', planned: true, seconds: 2400 },
        { incidentId: 'tkt_3', planned: false, seconds: 600 },
        { incidentId: 'tkt_4', planned: false, seconds: 3600, to: '2026-03-31T22:30:00.000Z' },
      ],
    });
    const { nodes } = (statement ?? {})['intervals'] as { nodes: Record<string, unknown>[] };
    expect(
      nodes.map((one) =>
        ['seconds', 'state', 'counted', 'reason', 'weight'].map((field) => String(one[field])).join(' '),
      ),
    ).toEqual([
      '1800 DOWN true UNPLANNED 1',
      '600 DOWN true UNPLANNED 1',
      '1800 DOWN false ANNOUNCED_MAINTENANCE 1',
      '3600 DOWN true UNPLANNED 1',
    ]);
    expect(nodes[1]?.['tickets']).toEqual([{ id: 'tkt_2' }, { id: 'tkt_3' }]);
    expect(nodes[3]).toMatchObject({ from: '2026-03-31T21:00:00.000Z', to: '2026-03-31T22:00:00.000Z' });
  });

  it('is for those who see the customer: its own people and its reseller too', async () => {
    const seenBy = async (caller: Principal) =>
      (await ask<{ isOver: boolean }>(STATEMENT, 'serviceLevelStatement', 'cus_a', '2026-03', caller))
        ?.isOver ?? null;
    expect(await seenBy(testCallers.contact('cus_a'))).toBe(true);
    expect(await seenBy(testCallers.partner('par_1'))).toBe(true);
    expect(await seenBy(testCallers.contact('cus_b'))).toBeNull();
    expect(await seenBy(testCallers.partner('par_2'))).toBeNull();
    expect(await seenBy(testCallers.nobody)).toBeNull();
  });

  it('pages through the stretches', async () => {
    const document = `query ($of: [_Any!]!, $after: String) { _entities(representations: $of) { ... on Customer {
      serviceLevelIntervals(month: "2026-03", first: 3, after: $after) { totalCount nodes { from } pageInfo { hasNextPage endCursor } } } } }`;
    const of = [{ __typename: 'Customer', id: 'cus_a' }];
    interface Page {
      totalCount: number;
      nodes: { from: string }[];
      pageInfo: { hasNextPage: boolean; endCursor: string };
    }
    const page = async (after: string | null) =>
      (await service.run<{ _entities: { serviceLevelIntervals: Page }[] }>(document, { of, after }))
        ._entities[0]?.serviceLevelIntervals;
    const first = await page(null);
    expect([first?.totalCount, first?.nodes.length, first?.pageInfo.hasNextPage]).toEqual([4, 3, true]);
    const second = await page(first?.pageInfo.endCursor ?? null);
    expect(second?.nodes).toEqual([{ from: '2026-03-31T21:00:00.000Z' }]);
    expect(second?.pageInfo.hasNextPage).toBe(false);
  });

  it('takes as many statements for two customers as for one', async () => {
    const of = (ids: string[]) => ({
      of: ids.map((id) => ({ __typename: 'Customer', id })),
      month: '2026-03',
    });
    for (const document of [STATEMENT, RESTATEMENTS]) {
      await service.run(document, of(['cus_a']));
      const one = await service.countStatements(document, of(['cus_a']));
      expect(await service.countStatements(document, of(['cus_a', 'cus_b']))).toBe(one);
      expect(one).toBeLessThanOrEqual(9);
    }
  });
});

describe('the restatements of a month', () => {
  it('are what was corrected, what was told late, and nothing else', async () => {
    const all = await restatements();
    expect(all).toMatchObject([
      {
        restatedAt: '2026-03-12T09:00:00.000Z',
        kind: 'CORRECTED',
        incidentId: 'tkt_1',
        ticket: { id: 'tkt_1' },
        impactsBefore: [{ state: 'DOWN', to: '2026-03-10T11:00:00.000Z', planned: false }],
        impactsAfter: [{ state: 'DOWN', to: '2026-03-10T10:30:00.000Z', planned: false }],
        levels: [
          {
            before: { countedSeconds: 3600, breached: true, serviceCredits: [{ amount: '100.00' }] },
            after: { countedSeconds: 1800, breached: false, serviceCredits: [] },
          },
        ],
      },
      {
        restatedAt: '2026-04-02T09:00:00.000Z',
        kind: 'ADDED',
        incidentId: 'tkt_4',
        impactsBefore: [],
        levels: [{ before: { countedSeconds: 2400 }, after: { countedSeconds: 6000 } }],
      },
    ]);
  });

  it('say what the ledger said at the time, each figure the one before it left', async () => {
    const query = `query ($of: [_Any!]!, $knownAt: DateTime) { _entities(representations: $of) { ... on Customer {
      serviceLevels(month: "2026-03", knownAt: $knownAt) { countedSeconds } } } }`;
    const knownAt = async (instant: string) =>
      (
        await service.run<{ _entities: { serviceLevels: { countedSeconds: number }[] }[] }>(query, {
          of: [{ __typename: 'Customer', id: 'cus_a' }],
          knownAt: instant,
        })
      )._entities[0]?.serviceLevels[0]?.countedSeconds;
    for (const { restatedAt, levels } of (await restatements()) ?? []) {
      expect(await knownAt(restatedAt)).toBe(levels[0]?.after.countedSeconds);
      const before = new Date(Date.parse(restatedAt) - 1).toISOString();
      expect(await knownAt(before)).toBe(levels[0]?.before.countedSeconds);
    }
  });

  it('tell of what is taken back, and are the same when rebuilt', async () => {
    await state('tkt_4', 2, [], '2026-04-10T09:00:00.000Z');
    await service.drain();
    const all = await restatements();
    expect(all?.at(-1)).toMatchObject({
      kind: 'WITHDRAWN',
      impactsAfter: [],
      levels: [{ before: { countedSeconds: 6000 }, after: { countedSeconds: 2400 } }],
    });
    await service.consumer.rebuild(clearProjections);
    await service.drain();
    expect(await restatements()).toEqual(all);
    // Whose incident it was, is told to whoever sees the ticket.
    const unnamed = all?.map((one) => ({ ...one, incidentId: null, ticket: null }));
    expect(await restatements('cus_a', '2026-03', testCallers.contact('cus_a'))).toEqual(unnamed);
    expect(await restatements('cus_a', '2026-03', testCallers.contact('cus_b'))).toBeNull();
    // The other customer was named by mistake, and then no more.
    expect(await restatements('cus_b')).toMatchObject([{ kind: 'WITHDRAWN', incidentId: 'tkt_1' }]);
  });
});
