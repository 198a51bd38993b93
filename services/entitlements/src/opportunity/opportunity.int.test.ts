import 'reflect-metadata';
import { testCallers } from '@plimsoll/shared/testing';
import { accountService, idOf, loadAccounts } from '../account.fixture.js';

const service = accountService();
const { run } = service;
const ids: Record<string, string> = {};

beforeAll(async () => {
  await loadAccounts(service);
  await service.load('People', [{ external_id: 'ana', name: 'Ana' }]);
  await service.load('Customers', [
    { external_id: 'alder', name: 'Alder Works', partner: 'arbor', account_manager: 'ana' },
  ]);
  for (const word of ['alder', 'birch']) ids[word] = await idOf(service, 'customer', word);
  ids['ana'] = await idOf(service, 'person', 'ana');
});

interface Opportunity {
  id: string;
  version: number;
  stage: string;
  owner: { name: string } | null;
  monthlyValue: { amount: string; currency: string } | null;
  closedAt: string | null;
  closingReason: string | null;
}
interface Payload {
  opportunity: Opportunity | null;
  userErrors: { code: string; path: string[] }[];
}

async function take(
  mutation: string,
  input: Record<string, unknown>,
  caller?: Parameters<typeof run>[2],
): Promise<Payload> {
  const steps = ['qualifyOpportunity', 'winOpportunity', 'loseOpportunity', 'reopenOpportunity'];
  const type = steps.includes(mutation)
    ? 'OpportunityStep'
    : mutation.charAt(0).toUpperCase() + mutation.slice(1);
  const { result } = await run<{ result: Payload }>(
    `mutation ($input: ${type}Input!) { result: ${mutation}(input: $input) {
       opportunity { id version stage owner { name } monthlyValue { amount currency } closedAt closingReason }
       userErrors { code path } } }`,
    { input },
    caller,
  );
  return result;
}

let count = 0;
function record(more: Record<string, unknown> = {}, caller?: Parameters<typeof run>[2]): Promise<Payload> {
  count += 1;
  return take(
    'recordOpportunity',
    {
      idempotencyKey: `record ${count}`,
      customerId: ids['alder'],
      kind: 'UPSELL',
      origin: 'SUPPORT',
      title: 'Asks for hours we only sell with Premier',
      ...more,
    },
    caller,
  );
}

describe('opportunities', () => {
  it('seen at a support moment are handed to the account manager, once a moment', async () => {
    const seen = { originId: 'tkt_1', monthlyValue: { amount: '250', currency: 'EUR' } };
    const { opportunity } = await record(seen, testCallers.agent);
    expect(opportunity).toMatchObject({
      stage: 'OPEN',
      owner: { name: 'Ana' },
      monthlyValue: { amount: '250.00', currency: 'EUR' },
    });
    const both = await Promise.all([record({ originId: 'tkt_2' }), record({ originId: 'tkt_2' })]);
    const codes = both.flatMap(({ userErrors }) => userErrors.map(({ code }) => code));
    expect(codes).toEqual(['ALREADY_RECORDED']);
    expect((await record(seen)).userErrors).toMatchObject([{ code: 'ALREADY_RECORDED', path: ['originId'] }]);
    // Another kind from the same moment, and the same moment once it is closed, are others.
    expect((await record({ ...seen, kind: 'EXPANSION' })).userErrors).toEqual([]);
    const closed = await take('loseOpportunity', {
      id: opportunity?.id,
      expectedVersion: opportunity?.version,
      reason: 'No budget',
    });
    expect(closed.opportunity).toMatchObject({ stage: 'LOST', closingReason: 'No budget' });
    const again = await record(seen);
    expect(again.opportunity?.stage).toBe('OPEN');
    // So the first one cannot come back while the second is open.
    const reopened = await take('reopenOpportunity', { id: opportunity?.id, expectedVersion: 2 });
    expect(reopened.userErrors).toMatchObject([{ code: 'ALREADY_RECORDED' }]);
  });

  it('go from open to won or lost, and back where that was a mistake', async () => {
    const { opportunity: made } = await record();
    const input = (version: number) => ({ id: made?.id, expectedVersion: version });
    expect((await take('reopenOpportunity', input(1))).userErrors[0]?.code).toBe('INVALID_TRANSITION');
    expect((await take('qualifyOpportunity', input(1))).opportunity?.stage).toBe('QUALIFIED');
    expect((await take('qualifyOpportunity', input(2))).userErrors[0]?.code).toBe('INVALID_TRANSITION');
    const won = await take('winOpportunity', input(2));
    expect(won.opportunity).toMatchObject({ stage: 'WON', closedAt: '2026-03-10T23:30:00.000Z' });
    expect((await take('winOpportunity', input(1))).userErrors[0]?.code).toBe('CONFLICT');
    const open = await take('reopenOpportunity', input(3));
    expect(open.opportunity).toMatchObject({ stage: 'OPEN', closedAt: null });
    const { events } = { events: await service.events() };
    const told = events.filter(({ subject }) => subject === made?.id);
    expect(told.map(({ type, data }) => `${type} ${String(data['stage'])}`)).toEqual([
      'plimsoll.opportunity.created.v1 OPEN',
      'plimsoll.opportunity.updated.v1 QUALIFIED',
      'plimsoll.opportunity.updated.v1 WON',
      'plimsoll.opportunity.updated.v1 OPEN',
    ]);
  });

  it('refuse what makes no sense, and name the field', async () => {
    for (const [more, path] of [
      [{ customerId: 'cus_x' }, 'customerId'],
      [{ ownerId: 'per_x' }, 'ownerId'],
      [{ subscriptionId: 'sub_x' }, 'subscriptionId'],
      [{ title: ' ' }, 'title'],
      [{ monthlyValue: { amount: '-1', currency: 'EUR' } }, 'monthlyValue'],
      [{ monthlyValue: { amount: '1', currency: 'ABC' } }, 'monthlyValue'],
    ] as const) {
      const { opportunity, userErrors } = await record(more);
      expect([opportunity, userErrors[0]?.path]).toEqual([null, [path]]);
    }
  });

  it('are for staff alone: others neither see nor change them', async () => {
    const { opportunity } = await record({ title: 'For staff' });
    const list = `{ opportunities { totalCount } customers { nodes { opportunities { totalCount } } } }`;
    const one = `query ($id: ID!) { opportunity(id: $id) { id } }`;
    for (const caller of [
      testCallers.partner(await idOf(service, 'partner', 'arbor')),
      testCallers.contact(ids['alder'] ?? ''),
      testCallers.analyst,
      testCallers.nobody,
    ]) {
      const seen = await run<{
        opportunities: { totalCount: number };
        customers: { nodes: { opportunities: { totalCount: number } }[] };
      }>(list, {}, caller);
      expect(seen.opportunities.totalCount).toBe(0);
      for (const customer of seen.customers.nodes) expect(customer.opportunities.totalCount).toBe(0);
      expect(await run(one, { id: opportunity?.id }, caller)).toEqual({ opportunity: null });
      const tried = await take('winOpportunity', { id: opportunity?.id, expectedVersion: 1 }, caller);
      expect(tried.userErrors[0]?.code).toBe('NOT_FOUND');
      expect((await record({}, caller)).userErrors[0]?.code).toBe('NOT_FOUND');
    }
    const agent = await take(
      'winOpportunity',
      { id: opportunity?.id, expectedVersion: 1 },
      testCallers.agent,
    );
    expect(agent.userErrors[0]?.code).toBe('NOT_FOUND');
    const others = { ...testCallers.agent, personId: 'per_00000000000000000000000000' };
    const notTheirs = await take('winOpportunity', { id: opportunity?.id, expectedVersion: 1 }, others);
    expect(notTheirs.userErrors[0]?.code).toBe('NOT_FOUND');
    const still = await run(`query ($id: ID!) { opportunity(id: $id) { stage version } }`, {
      id: opportunity?.id,
    });
    expect(still).toEqual({ opportunity: { stage: 'OPEN', version: 1 } });
  });

  it('are followed up by the agent who owns them', async () => {
    const { opportunity } = await record({ title: 'Of Ana' });
    const ana = { ...testCallers.agent, personId: ids['ana'] ?? '' };
    const won = await take('winOpportunity', { id: opportunity?.id, expectedVersion: 1 }, ana);
    expect(won.opportunity?.stage).toBe('WON');
  });

  it('are listed by customer and by owner with as many statements as for one', async () => {
    const document = `query ($first: Int!) { customers(first: $first) { nodes { opportunities(filter: { open: true }) {
      totalCount nodes { title owner { name } customer { name } } } } } }`;
    await record({ customerId: ids['birch'], ownerId: ids['ana'] });
    const [one, all] = [
      await service.countStatements(document, { first: 1 }),
      await service.countStatements(document, { first: 3 }),
    ];
    expect(all).toBe(one);
    const owned = await run<{ person: { opportunities: { nodes: { customer: { name: string } }[] } } }>(
      `query ($id: ID!) { person(id: $id) { opportunities(first: 1, orderBy: { field: RECORDED_AT, direction: DESC }) {
         nodes { customer { name } } } } }`,
      { id: ids['ana'] },
    );
    expect(owned.person.opportunities.nodes).toEqual([{ customer: { name: 'Birch Mills' } }]);
  });
});

describe('opportunities of a file', () => {
  it('are created, changed and left as they are; one bad row spoils only itself', async () => {
    const row = {
      external_id: 'o1',
      customer: 'birch',
      kind: 'renewal',
      title: 'Renews in May',
      amount: '100.00',
      currency: 'EUR',
      stage: 'WON',
      closed_at: '2026-03-01T12:00:00+01:00',
      recorded_at: '2026-02-01T12:00:00Z',
      owner: 'somebody new',
    };
    const rows = [
      row,
      { ...row, external_id: 'o2', customer: 'nobody' },
      { ...row, external_id: 'o3', closed_at: '' },
      { ...row, external_id: 'o4', currency: '' },
      { ...row, external_id: 'o5', amount: '-1' },
    ];
    const report = await service.load('Opportunities', rows);
    expect(report.created).toBe(1);
    expect(report.rejects.map(({ line, column }) => `${line} ${column}`)).toEqual([
      '2 customer',
      '3 closed_at',
      '4 amount',
      '5 amount',
    ]);
    expect(await service.load('Opportunities', [row])).toMatchObject({ unchanged: 1 });
    expect(await service.load('Opportunities', [{ ...row, title: 'Renewed' }])).toMatchObject({ updated: 1 });
  });
});
