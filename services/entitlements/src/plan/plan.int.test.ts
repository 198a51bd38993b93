import 'reflect-metadata';
import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { createEntitlementsSubgraph, entitlementsDatabase } from '../subgraph.js';

const service = testSubgraph({ database: entitlementsDatabase, create: createEntitlementsSubgraph });

const { load } = service;

const PLAN = `{ name tier monthlyPrice { amount currency } product { name } agreement { name uptimeTarget }
  supportLevel { name hours channels languages designatedContacts casesPerYear agreement { name } } }`;

describe('the catalogue', () => {
  it('is imported from products to plans, and a missing reference rejects its row alone', async () => {
    await load('Calendars', [
      { external_id: 'office', time_zone: 'Europe/Berlin', hours: 'Mon-Fri 09:00-17:00' },
    ]);
    await load('Agreements', [{ external_id: 'gold', name: 'Gold', uptime_target: '99.9' }]);
    expect(
      await load('SupportLevels', [
        {
          external_id: 'premier',
          name: 'Premier',
          calendar: 'office',
          agreement: 'gold',
          channels: 'PHONE;EMAIL',
          languages: 'en;de',
          designated_contacts: '5',
          cases_per_year: '',
        },
        { external_id: 'always', name: 'Always' },
        { external_id: 'bad', name: 'Bad', calendar: 'nowhere' },
        { external_id: 'worse', name: 'Worse', cases_per_year: '-1' },
      ]),
    ).toMatchObject({
      created: 2,
      rejects: [
        { line: 3, column: 'calendar' },
        { line: 4, column: 'cases_per_year' },
      ],
    });
    expect(await load('Products', [{ external_id: 'orders', name: 'Orders' }])).toMatchObject({ created: 1 });
    const rows = [
      {
        external_id: 'p1',
        name: 'Orders Gold',
        product: 'orders',
        support_level: 'premier',
        agreement: 'gold',
        tier: '1',
        monthly_price: '129.50',
        currency: 'EUR',
      },
      { external_id: 'p2', name: 'Orders Free', product: 'orders' },
      { external_id: 'p3', name: 'Nothing', product: 'missing' },
      { external_id: 'p4', name: 'No currency', product: 'orders', monthly_price: '1' },
      { external_id: 'p5', name: 'No tier', product: 'orders', tier: '4' },
      { external_id: 'p6', name: 'No money', product: 'orders', monthly_price: '1', currency: 'XXY' },
      { external_id: 'p7', name: 'Comma', product: 'orders', monthly_price: '1,5', currency: 'EUR' },
    ];
    const report = await load('Plans', rows);
    expect(report).toMatchObject({ created: 2 });
    expect(report.rejects.map(({ line, column }) => [line, column])).toEqual([
      [3, 'product'],
      [4, 'currency'],
      [5, 'tier'],
      [6, 'currency'],
      [7, 'monthly_price'],
    ]);
    expect(await load('Plans', rows)).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
  });

  it('shows a plan with everything it is made of', async () => {
    const { planByExternalId } = await service.run<{ planByExternalId: unknown }>(
      `{ planByExternalId(source: "import", externalId: "p1") ${PLAN} }`,
    );
    expect(planByExternalId).toEqual({
      name: 'Orders Gold',
      tier: 1,
      monthlyPrice: { amount: '129.50', currency: 'EUR' },
      product: { name: 'Orders' },
      agreement: { name: 'Gold', uptimeTarget: '99.9' },
      supportLevel: {
        name: 'Premier',
        hours: 'Mon-Fri 09:00-17:00 Europe/Berlin',
        channels: ['PHONE', 'EMAIL'],
        languages: ['en', 'de'],
        designatedContacts: 5,
        casesPerYear: null,
        agreement: { name: 'Gold' },
      },
    });
  });

  it('is there for whoever is signed in, without agreements that are not theirs', async () => {
    const plans = (caller: Parameters<typeof service.run>[2]) =>
      service.run('{ plans { nodes { name agreement { name } product { name } } } }', {}, caller);
    expect(await plans(testCallers.partner('par_x'))).toEqual({
      plans: {
        nodes: [
          { name: 'Orders Free', agreement: null, product: { name: 'Orders' } },
          { name: 'Orders Gold', agreement: null, product: { name: 'Orders' } },
        ],
      },
    });
    expect(await plans(testCallers.analyst)).toEqual({ plans: { nodes: [] } });
  });

  it('is created and changed record by record', async () => {
    const { createProduct } = await service.run<{ createProduct: { product: { id: string } } }>(
      'mutation ($input: CreateProductInput!) { createProduct(input: $input) { product { id } } }',
      { input: { idempotencyKey: 'prd', name: 'Payments' } },
    );
    const create = (input: Record<string, unknown>) =>
      service.run<{ createPlan: { plan: { id: string } | null; userErrors: unknown[] } }>(
        'mutation ($input: CreatePlanInput!) { createPlan(input: $input) { plan { id monthlyPrice { amount currency } } userErrors { code path } } }',
        { input },
      );
    const price = { amount: '10.00', currency: 'USD' };
    const made = await create({
      idempotencyKey: 'pln',
      name: 'Pay',
      productId: createProduct.product.id,
      monthlyPrice: price,
    });
    expect(made.createPlan).toMatchObject({
      plan: { monthlyPrice: { amount: '10.00', currency: 'USD' } },
      userErrors: [],
    });
    expect((await create({ idempotencyKey: 'pln2', name: 'Pay', productId: 'prd_none' })).createPlan).toEqual(
      {
        plan: null,
        userErrors: [{ code: 'NOT_FOUND', path: ['productId'] }],
      },
    );
    const update = (input: Record<string, unknown>) =>
      service.run(
        'mutation ($input: UpdatePlanInput!) { updatePlan(input: $input) { plan { version tier monthlyPrice { amount } } userErrors { code path } } }',
        { input: { id: made.createPlan.plan?.id, ...input } },
      );
    expect(await update({ expectedVersion: 1, tier: 2, monthlyPrice: null })).toEqual({
      updatePlan: { plan: { version: 2, tier: 2, monthlyPrice: null }, userErrors: [] },
    });
    expect(await update({ expectedVersion: 1, tier: 3 })).toEqual({
      updatePlan: { plan: null, userErrors: [{ code: 'CONFLICT', path: ['expectedVersion'] }] },
    });
    const { createSupportLevel } = await service.run<{
      createSupportLevel: { supportLevel: { id: string; hours: string | null } };
    }>(
      'mutation ($input: CreateSupportLevelInput!) { createSupportLevel(input: $input) { supportLevel { id hours channels } } }',
      { input: { idempotencyKey: 'lvl', name: 'Desk', channels: ['WEB'] } },
    );
    expect(createSupportLevel.supportLevel).toMatchObject({ hours: null, channels: ['WEB'] });
    expect(
      await service.run(
        'mutation ($input: UpdateSupportLevelInput!) { updateSupportLevel(input: $input) { supportLevel { version languages channels } } }',
        { input: { id: createSupportLevel.supportLevel.id, expectedVersion: 1, languages: ['fr'] } },
      ),
    ).toEqual({ updateSupportLevel: { supportLevel: { version: 2, languages: ['fr'], channels: ['WEB'] } } });
  });

  it('takes as many statements for many plans as for one', async () => {
    const list = (first: number) =>
      service.countStatements(
        `query ($n: Int!) { plans(first: $n, orderBy: { field: NAME, direction: DESC }) { totalCount nodes ${PLAN} } }`,
        { n: first },
      );
    await list(3);
    expect(await list(2)).toBe(await list(3));
  });
});
