import 'reflect-metadata';
import { testCallers } from '@plimsoll/shared/testing';
import {
  agreementTold,
  customerImpactTold,
  customerTold,
  entitlementTold,
  told,
} from '../testing/account-events.js';
import { analyticsService } from '../testing/analytics-service.js';

const service = analyticsService('2026-03-20T12:00:00.000Z');

const REPORT = `query ($of: [_Any!]!, $from: DateTime!, $to: DateTime!) { _entities(representations: $of) { ... on Customer { id
  successReport(from: $from, to: $to) { from to uptime
    products { product { id } uptime monthsMet { ratio numerator denominator } countedSeconds }
    response { target met { ratio numerator denominator } }
    answers { ticketsOpened ticketsResolved openTicketCount firstContactResolution { ratio numerator denominator }
      medianFirstResponseSeconds medianResolutionSeconds }
    satisfaction ratingCount usage { metric total before } milestones { name reachedOn days } } } } }`;

type Caller = Parameters<typeof service.run>[2];
const QUARTER = { from: '2026-01-01T00:00:00.000Z', to: '2026-04-01T00:00:00.000Z' };
const of = (ids: string[]) => ids.map((id) => ({ __typename: 'Customer', id }));

async function report(id: string, period = QUARTER, caller?: Caller): Promise<unknown> {
  const { _entities } = await service.run<{ _entities: ({ successReport: unknown } | null)[] }>(
    REPORT,
    { of: of([id]), ...period },
    caller,
  );
  return _entities[0]?.successReport ?? null;
}

beforeAll(async () => {
  await service.tell('entitlements', [
    agreementTold('sla_1'),
    customerTold('cus_a', { partnerId: 'par_1', timeZone: 'UTC' }),
    customerTold('cus_b'),
    entitlementTold('ent_a', 'cus_a', { validFrom: '2026-01-01' }),
    entitlementTold('ent_b', 'cus_a', { productId: 'prd_2', validFrom: '2026-03-01' }),
    told('deployment', 'dpl_1', {
      customerId: 'cus_a',
      subscriptionId: null,
      status: 'LIVE',
      startedOn: '2025-12-20',
      liveOn: '2026-01-31',
      milestones: [
        { name: 'Training', dueOn: '2026-01-10', completedOn: '2026-01-09' },
        { name: 'Kick-off', dueOn: null, completedOn: '2025-12-21' },
        { name: 'Review', dueOn: '2026-05-01', completedOn: null },
      ],
    }),
  ]);
  await service.tell('assets', [
    customerImpactTold('tkt_9', [
      {
        productId: 'prd_1',
        state: 'DOWN',
        from: '2026-02-02T10:00:00.000Z',
        to: '2026-02-02T11:00:00.000Z',
        customerIds: ['cus_a'],
      },
    ]),
  ]);
  await service.drain();
  await service.test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
    await tx.query(
      `insert into ticket (id, version, kind, status, customer_id, opened_at, first_responded_at, resolved_at, satisfaction,
                           reassigned_count, reopened_count)
       values ('tkt_1', 1, 'REQUEST', 'RESOLVED', 'cus_a', '2025-12-31T00:00:00Z', '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z', 5, 0, 0),
              ('tkt_2', 1, 'REQUEST', 'RESOLVED', 'cus_a', '2026-02-01T00:00:00Z', '2026-02-01T01:00:00Z', '2026-02-05T00:00:00Z', 2, 1, 0),
              ('tkt_3', 1, 'REQUEST', 'OPEN', 'cus_a', '2026-03-01T00:00:00Z', null, null, null, 0, 0),
              ('tkt_4', 1, 'REQUEST', 'OPEN', 'cus_b', '2026-03-01T00:00:00Z', null, null, null, 0, 0)`,
    );
    await tx.query(
      `insert into sla_clock (ticket_id, target, cycle, version, status, customer_id, due_at, stopped_at, breached_at)
       values ('tkt_1', 'RESOLUTION', 1, 1, 'MET', 'cus_a', '2026-01-03T00:00:00Z', '2026-01-02T00:00:00Z', null),
              ('tkt_2', 'RESOLUTION', 1, 1, 'BREACHED', 'cus_a', '2026-02-04T00:00:00Z', '2026-02-05T00:00:00Z', '2026-02-04T00:00:00Z'),
              ('tkt_2', 'FIRST_RESPONSE', 1, 1, 'MET', 'cus_a', '2026-02-02T00:00:00Z', '2026-02-01T01:00:00Z', null),
              ('tkt_3', 'RESOLUTION', 1, 1, 'RUNNING', 'cus_a', '2026-03-25T00:00:00Z', null, null)`,
    );
    await tx.query(
      `insert into usage_day (customer_id, day, metric, value, count, last_at)
       select 'cus_a', day, 'calls', 2.5, 1, day from generate_series(date '2025-12-30', date '2026-01-02', interval '1 day') day`,
    );
  });
});

describe('what a customer got', () => {
  const ratio = (numerator: number, denominator: number) => ({
    ratio: denominator === 0 ? null : numerator / denominator,
    numerator,
    denominator,
  });

  it('is told of a period, up to now', async () => {
    expect(await report('cus_a')).toEqual({
      ...QUARTER,
      // Of 90 days of the first product and 31 of the second an hour was down.
      uptime: '99.965564738292',
      products: [
        {
          product: { id: 'prd_1' },
          uptime: '99.953703703704',
          monthsMet: ratio(2, 3),
          countedSeconds: 3600,
        },
        { product: { id: 'prd_2' }, uptime: '100.000000000000', monthsMet: ratio(1, 1), countedSeconds: 0 },
      ],
      response: [
        { target: 'FIRST_RESPONSE', met: ratio(1, 1) },
        { target: 'RESOLUTION', met: ratio(1, 2) },
      ],
      answers: {
        ticketsOpened: 2,
        ticketsResolved: 2,
        openTicketCount: 1,
        firstContactResolution: ratio(1, 2),
        // A day and an hour; two days and four.
        medianFirstResponseSeconds: (86_400 + 3600) / 2,
        medianResolutionSeconds: 3 * 86_400,
      },
      satisfaction: 3.5,
      ratingCount: 2,
      usage: [{ metric: 'calls', total: '5', before: '5' }],
      milestones: [
        { name: 'Training', reachedOn: '2026-01-09', days: 20 },
        { name: null, reachedOn: '2026-01-31', days: 42 },
      ],
    });
    expect(
      await report('cus_b', { from: '2026-01-01T00:00:00.000Z', to: '2026-02-01T00:00:00.000Z' }),
    ).toMatchObject({
      uptime: null,
      products: [],
      response: [],
      answers: { ticketsOpened: 0, firstContactResolution: ratio(0, 0), medianResolutionSeconds: null },
      satisfaction: null,
      usage: [],
      milestones: [],
    });
  });

  it('is shown to the customer itself, its reseller and staff, alike', async () => {
    const full = await report('cus_a');
    for (const caller of [
      testCallers.agent,
      testCallers.analyst,
      testCallers.partner('par_1'),
      testCallers.contact('cus_a'),
    ]) {
      expect(await report('cus_a', QUARTER, caller)).toEqual(full);
    }
    for (const caller of [testCallers.partner('par_2'), testCallers.contact('cus_b'), testCallers.nobody]) {
      expect(await report('cus_a', QUARTER, caller)).toBeNull();
    }
    await expect(report('cus_a', { from: QUARTER.to, to: QUARTER.from })).rejects.toThrow('later than');
  });

  it('is a page to be shown, with what it tells and in the language of its reader', async () => {
    const page = (caller = testCallers.contact('cus_a')) =>
      service
        .run<{ _entities: { successReport: { html: string | null } | null }[] }>(
          `query ($of: [_Any!]!, $from: DateTime!, $to: DateTime!) { _entities(representations: $of) {
             ... on Customer { successReport(from: $from, to: $to) { html(locale: "en-GB") } } } }`,
          { of: of(['cus_a']), ...QUARTER },
          caller,
        )
        .then(({ _entities: [customer] }) => customer?.successReport?.html);
    const html = await page();
    expect(html).toContain('<h1>What Customer cus_a got</h1>');
    expect(html).toContain('<td class="figure">99.9537 %</td><td class="figure">66.7%</td>');
    expect(html).toContain('<td>Training</td>');
    expect(html).toContain('<svg');
    expect(await page(testCallers.contact('cus_b'))).toBeUndefined();
  });

  it('takes as many statements for many as for one', async () => {
    await report('cus_a');
    const count = (ids: string[]) => service.countStatements(REPORT, { of: of(ids), ...QUARTER });
    expect(await count(['cus_a', 'cus_b'])).toBe(await count(['cus_a']));
  });
});
