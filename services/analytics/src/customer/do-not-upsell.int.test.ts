import 'reflect-metadata';
import { testCallers } from '@plimsoll/shared/testing';
import { customerImpactTold, customerTold, entitlementTold } from '../testing/account-events.js';
import { analyticsService } from '../testing/analytics-service.js';

const service = analyticsService('2026-03-20T12:00:00.000Z');

const QUERY = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Customer {
  doNotUpsell { active reason incidentId ticketId until } } } }`;

type Caller = Parameters<typeof service.run>[2];
const of = (ids: string[]) => ids.map((id) => ({ __typename: 'Customer', id }));

async function read(ids: string[], caller?: Caller): Promise<unknown[]> {
  const { _entities } = await service.run<{ _entities: ({ doNotUpsell: unknown } | null)[] }>(
    QUERY,
    { of: of(ids) },
    caller,
  );
  return _entities.map((one) => one?.doNotUpsell ?? null);
}

const CALM = { active: false, reason: null, incidentId: null, ticketId: null, until: null };

beforeAll(async () => {
  await service.tell(
    'entitlements',
    ['a', 'b', 'c', 'd'].flatMap((name) => [
      customerTold(`cus_${name}`, { partnerId: 'par_1' }),
      entitlementTold(`ent_${name}`, `cus_${name}`),
    ]),
  );
  await service.tell('assets', [
    customerImpactTold('tkt_9', [
      {
        productId: 'prd_1',
        state: 'DOWN',
        from: '2026-03-20T11:00:00.000Z',
        to: null,
        customerIds: ['cus_c'],
      },
    ]),
  ]);
  await service.drain();
  await service.test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
    tx.query(
      `insert into ticket (id, version, kind, status, priority, severity, customer_id, opened_at, resolved_at, closed_at)
       values ('tkt_1', 1, 'REQUEST', 'OPEN', 'P2', null, 'cus_a', '2026-03-19T00:00:00Z', null, null),
              ('tkt_2', 1, 'REQUEST', 'RESOLVED', 'P1', null, 'cus_a', '2026-03-19T00:00:00Z', '2026-03-19T01:00:00Z', null),
              ('tkt_3', 1, 'REQUEST', 'CLOSED', 'P1', null, 'cus_a', '2026-03-19T00:00:00Z', null, '2026-03-19T01:00:00Z'),
              ('tkt_4', 1, 'INCIDENT', 'OPEN', 'P2', 'SEV1', 'cus_b', '2026-03-18T00:00:00Z', null, null),
              ('tkt_5', 1, 'REQUEST', 'OPEN', 'P1', null, 'cus_b', '2026-03-19T00:00:00Z', null, null),
              ('tkt_6', 1, 'REQUEST', 'OPEN', 'P1', null, 'cus_c', '2026-03-19T00:00:00Z', null, null)`,
    ),
  );
});

describe('whether now is the wrong moment to sell', () => {
  it('is told by what hits a customer, else by its urgent tickets', async () => {
    expect(await read(['cus_a', 'cus_b', 'cus_c', 'cus_d'])).toEqual([
      CALM,
      {
        active: true,
        reason: 'An urgent ticket is open: SEV1 since 2026-03-18T00:00:00.000Z.',
        incidentId: null,
        ticketId: 'tkt_4',
        until: null,
      },
      {
        active: true,
        reason: 'Hit by an incident: DOWN since 2026-03-20T11:00:00.000Z.',
        incidentId: 'tkt_9',
        ticketId: 'tkt_6',
        until: null,
      },
      CALM,
    ]);
    expect(await read(['cus_b'], testCallers.partner('par_2'))).toEqual([null]);
  });

  it('takes as many statements for many as for one', async () => {
    await read(['cus_a']);
    const count = (ids: string[]) => service.countStatements(QUERY, { of: of(ids) });
    expect(await count(['cus_a', 'cus_b', 'cus_c'])).toBe(await count(['cus_a']));
  });
});
