import 'reflect-metadata';
import { newId, type BusEvent, type Principal } from '@plimsoll/shared';
import { testSubgraph } from '@plimsoll/shared/testing';
import { createTicketsSubgraph, ticketsDatabase } from '../subgraph.js';
import { deskCalls } from '../testing/desk-calls.js';
import { tellOfDesk, type Desk } from '../testing/desk.js';
import { subscriptionProjection } from './subscription.projection.js';

const NOW = new Date('2026-03-10T10:00:00.000Z');

describe('enhancements', () => {
  const test = testSubgraph({
    database: ticketsDatabase,
    create: (dependencies) => createTicketsSubgraph({ ...dependencies, clock: () => NOW }),
  });
  let desk: Desk;
  let agent: Principal;
  const { opened, done } = deskCalls(test.run, () => agent);
  const named: Record<string, string> = {};

  const pay = async (id: string, version: number, customerId: string, kind: string, terms: object[]) => {
    const verb = version === 1 ? 'created' : 'updated';
    const event: BusEvent = {
      id: newId('evt'),
      producer: 'entitlements',
      position: version,
      time: NOW.toISOString(),
      type: `plimsoll.subscription.${verb}.v1`,
      subject: id,
      version,
      data: { id, externalId: null, source: null, customerId, productId: desk.product, kind, terms },
    };
    await test.test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
      await subscriptionProjection.handlers[event.type]?.(tx, [event]);
    });
  };
  const term = (monthlyPrice: string, currency = 'EUR', from = '2026-01-01', to: string | null = null) => ({
    from,
    to,
    quantity: 1,
    monthlyPrice,
    currency,
  });

  beforeAll(async () => {
    desk = await tellOfDesk(test.test.database);
    agent = { subject: 'agent-1', roles: ['agent'], personId: desk.analyst };
    await pay('sub_1', 1, desk.customerA, 'STANDARD', [
      term('80.00', 'EUR', '2026-01-01', '2026-02-01'),
      term('100.10', 'EUR', '2026-02-01'),
    ]);
    await pay('sub_2', 1, desk.customerA, 'STANDARD', [term('7.00', 'USD')]);
    await pay('sub_3', 1, desk.customerB, 'STANDARD', [term('50.00')]);
    await pay('sub_4', 1, desk.customerB, 'TRIAL', [term('999.00')]);
    await pay('sub_3', 3, desk.customerB, 'STANDARD', [term('60.00')]);
    await pay('sub_3', 2, desk.customerB, 'STANDARD', [term('1.00')]);
    const ask = async (name: string, customers: string[]) => {
      let problemId: string | undefined;
      for (const customerId of customers) {
        const ticket = await opened({ customerId, subject: name });
        const handed = await done('handToEngineering', 'HandToEngineeringInput', ticket, {
          nature: 'ENHANCEMENT',
          text: 'We want it.',
          ...(problemId ? { problemId } : {}),
        });
        const { ticket: shown } = await test.run<{ ticket: { parent: { id: string } } }>(
          'query ($id: ID!) { ticket(id: $id) { parent { id } } }',
          { id: handed.id },
          agent,
        );
        problemId = shown.parent.id;
        named[problemId] = name;
      }
    };
    await ask('dark mode', [desk.customerB, desk.customerC]);
    await ask('export', [desk.customerA, desk.customerA]);
    await ask('import', [desk.customerC]);
  });

  const listed = async (variables: object, caller: Principal = agent) => {
    const { enhancements } = await test.run<{
      enhancements: { nodes: { id: string; demand: object }[]; totalCount: number };
    }>(
      `query ($filter: EnhancementFilter, $orderBy: EnhancementOrder) {
        enhancements(first: 9, filter: $filter, orderBy: $orderBy) {
          nodes { id demand { requests customers monthlyRevenue { amount currency } } } totalCount } }`,
      { ...variables },
      caller,
    );
    return enhancements.nodes.map(({ id, demand }) => ({ name: named[id], ...demand }));
  };
  const names = async (variables: object, caller?: Principal) =>
    (await listed(variables, caller)).map(({ name }) => name);

  it('are counted by the customers that ask for them, and by what these pay today', async () => {
    expect(await listed({})).toEqual([
      {
        name: 'dark mode',
        requests: 2,
        customers: 2,
        monthlyRevenue: [{ amount: '60.00', currency: 'EUR' }],
      },
      { name: 'import', requests: 1, customers: 1, monthlyRevenue: [] },
      {
        name: 'export',
        requests: 2,
        customers: 1,
        monthlyRevenue: [
          { amount: '100.10', currency: 'EUR' },
          { amount: '7.00', currency: 'USD' },
        ],
      },
    ]);
  });

  it('are sorted by revenue in one currency, and filtered by who asks', async () => {
    const orderBy = { field: 'REVENUE', direction: 'DESC' };
    expect(await names({ orderBy, filter: { currency: 'EUR' } })).toEqual(['export', 'dark mode', 'import']);
    expect(await names({ orderBy: { field: 'REQUESTS' }, filter: { customerId: desk.customerC } })).toEqual([
      'dark mode',
      'import',
    ]);
    await expect(listed({ orderBy })).rejects.toThrow('currency');
    await expect(listed({ orderBy, filter: { currency: `EUR'` } })).rejects.toThrow('currency');
    expect(await names({ filter: { open: false } })).toEqual([]);
  });

  it('are for staff alone', async () => {
    expect(await names({}, { subject: 'c', roles: ['contact'], customerId: desk.customerA })).toEqual([]);
  });
});
