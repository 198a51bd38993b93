import 'reflect-metadata';
import { testCallers } from '@plimsoll/shared/testing';
import { agreementTold, customerImpactTold } from '../testing/account-events.js';
import { analyticsService } from '../testing/analytics-service.js';

const service = analyticsService('2026-03-15T12:00:00.000Z');

const CUSTOMERS = 20_000;
const FROM = Date.parse('2026-03-20T09:00:00Z');
const TO = FROM + 2_700_000;

const QUERY = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on OutageImpact { id exposure {
    customerCount breachCount serviceCredits { amount currency } monthlyRecurringRevenue { amount currency }
    leastHeadroomSeconds
    customers(first: 25, orderBy: { field: SERVICE_CREDIT, direction: DESC }) { totalCount nodes {
      state downSeconds causes { id } customer { id }
      agreements { product { id } month countedSeconds monthToDateSeconds projectedUptime headroomSeconds breached
        serviceCredit { amount currency } } } } } } } }`;

const idOf = (n: number) => `cus_${String(n).padStart(26, '0')}`;

/** What assets hands over for the first `count` customers. */
function outage(count: number) {
  const customerOutages = {
    version: 1,
    question: {
      from: FROM,
      to: TO,
      planned: false,
      noticeGivenAt: null,
      asOf: Date.parse('2026-03-15T12:00:00Z'),
    },
    slices: [[FROM, TO]],
    causes: [['ast_1', 'ast_2']],
    patterns: ['prd_1', 'prd_2'].map((productId) => ({ productId, causes: 0, slices: [[3, 0, null]] })),
    customers: Array.from({ length: count }, (_, n) => ({ id: idOf(n + 1), patterns: n % 2 ? [0, 1] : [0] })),
  };
  return { of: [{ __typename: 'OutageImpact', id: `of-${count}`, customerOutages }] };
}

interface Answer {
  _entities: { exposure: Record<string, unknown> & { customers: { nodes: unknown[] } } }[];
}

beforeAll(async () => {
  await service.tell('entitlements', [
    agreementTold('sla_1'),
    agreementTold('sla_2', { uptimeTarget: '99' }),
  ]);
  await service.tell('assets', [
    customerImpactTold('tkt_1', [
      {
        productId: 'prd_1',
        state: 'DOWN',
        from: '2026-03-02T10:00:00.000Z',
        to: '2026-03-02T10:20:00.000Z',
        customerIds: Array.from({ length: CUSTOMERS }, (_, n) => idOf(n + 1)),
      },
    ]),
  ]);
  await service.drain();
  await service.test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
    await tx.query(`
      insert into customer (id, version, name, time_zone, partner_id, active)
      select 'cus_' || lpad(n::text, 26, '0'), 1, 'Customer ' || n,
             (array['Europe/Berlin', 'America/New_York', 'Asia/Tokyo', 'UTC'])[1 + n % 4],
             'par_' || n % 10, true
        from generate_series(1, ${CUSTOMERS}) n`);
    await tx.query(`
      insert into entitlement (id, version, customer_id, product_id, agreement_id, valid_from)
      select 'ent_' || lpad(n::text, 24, '0') || '_' || p, 1, 'cus_' || lpad(n::text, 26, '0'), 'prd_' || p,
             'sla_' || 1 + n % 2, date '2024-01-01' + n % 400
        from generate_series(1, ${CUSTOMERS}) n cross join generate_series(1, 2) p`);
    await tx.query(`
      insert into subscription (id, version, customer_id, product_id, kind, terms)
      select 'sub_' || lpad(n::text, 24, '0') || '_' || p, 1, 'cus_' || lpad(n::text, 26, '0'), 'prd_' || p, 'STANDARD',
             jsonb_build_array(jsonb_build_array('2025-01-01', null, (100 + n % 900)::text, 'EUR'))
        from generate_series(1, ${CUSTOMERS}) n cross join generate_series(1, 2) p`);
    await tx.query(`select refresh_service_accounts(array_agg(id)) from customer`);
  });
  const owner = await service.test.database.connect('test');
  await owner.query('analyze');
  await owner.end();
}, 180_000);

describe('exposure at scale', () => {
  it('takes the same two statements for 10 customers and for 20,000, and three under row-level security', async () => {
    const count = (customers: number, caller?: Parameters<typeof service.run>[2]) =>
      service.countStatements(QUERY, outage(customers), caller);
    // The first of a caller on a connection also says who is asking; for staff nothing is in memory yet.
    expect([await count(10), await count(CUSTOMERS), await count(CUSTOMERS)]).toEqual([3, 2, 2]);
    const partner = testCallers.partner('par_3');
    expect([await count(10, partner), await count(CUSTOMERS, partner)]).toEqual([4, 3]);
  });

  it('adds up what 20,000 customers would be owed', async () => {
    const { _entities } = await service.run<Answer>(QUERY, outage(CUSTOMERS));
    const exposure = _entities[0]?.exposure;
    // Even numbers have 99.9 %, tier 10 %: product 1 has used 1,200 + 2,700 s, of 99 % nobody breaks the target, but
    // below 99.9 % the tier pays all the same. Product 2, of every second customer, has used 2,700 s: Berlin's month
    // is an hour short, and 2,674.8 s are allowed there; New York's has 743 h too, the others' 2,678.4 s.
    let cents = 0;
    for (let n = 1; n <= CUSTOMERS; n += 1) cents += (100 + (n % 900)) * 10 * (n % 2 === 0 ? 2 : 1);
    expect(exposure).toMatchObject({
      customerCount: CUSTOMERS,
      breachCount: CUSTOMERS / 2,
      serviceCredits: [{ amount: (cents / 100).toFixed(2), currency: 'EUR' }],
      leastHeadroomSeconds: -1225.2,
      customers: { totalCount: CUSTOMERS },
    });
    expect(exposure?.customers.nodes).toHaveLength(25);
  });

  it('shows a partner its tenth', async () => {
    const { _entities } = await service.run<Answer>(QUERY, outage(CUSTOMERS), testCallers.partner('par_3'));
    expect(_entities[0]?.exposure).toMatchObject({ customerCount: CUSTOMERS / 10 });
  });
});
