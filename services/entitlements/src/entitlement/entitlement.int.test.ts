import 'reflect-metadata';
import { impliedEntitlementProjection } from '../subscription/index.js';
import { accountService, idOf, loadAccounts } from '../account.fixture.js';

const service = accountService();
const { load, run } = service;
const ids: Record<string, string> = {};
const ASSET = 'ast_01jz5q0v8hf7rtm2k9x4c6b3na';

beforeAll(async () => {
  await loadAccounts(service);
  ids['alder'] = await idOf(service, 'customer', 'alder');
  for (const word of ['orders', 'payments']) ids[word] = await idOf(service, 'product', word);
  for (const word of ['sla-basic', 'sla-1', 'sla-2']) ids[word] = await idOf(service, 'agreement', word);
  ids['premier'] = await idOf(service, 'supportLevel', 'lvl-premier');
});

interface Entitlement {
  id: string;
  version: number;
  validFrom: string;
  validTo: string | null;
  casesRemaining: number | null;
}
interface Payload {
  entitlement: Entitlement | null;
  userErrors: { code: string; path: string[] }[];
}

const FIELDS = `id version validFrom validTo cases casesRemaining customer { name } product { name } asset { id }
  agreement { name uptimeTarget } supportLevel { name } subscription { externalId }`;

async function mutate(mutation: string, input: Record<string, unknown>): Promise<Payload> {
  const type = mutation.charAt(0).toUpperCase() + mutation.slice(1);
  const { result } = await run<{ result: Payload }>(
    `mutation ($input: ${type}Input!) { result: ${mutation}(input: $input) {
       entitlement { ${FIELDS} } userErrors { code path } } }`,
    { input },
  );
  return result;
}

const sold = (key: string, more: Record<string, unknown> = {}) => ({
  idempotencyKey: key,
  customerId: ids['alder'],
  productId: ids['payments'],
  agreementId: ids['sla-2'],
  validFrom: '2026-01-01',
  ...more,
});

async function supportLevelOf(csi: string): Promise<string | null> {
  const { customerByCsi } = await run<{ customerByCsi: { supportLevel: { name: string } | null } }>(
    `query ($csi: String!) { customerByCsi(csi: $csi) { supportLevel { name } } }`,
    { csi },
  );
  return customerByCsi.supportLevel?.name ?? null;
}

describe('an entitlement sold by itself', () => {
  it('binds a customer and a product to an agreement', async () => {
    const { entitlement } = await mutate(
      'createEntitlement',
      sold('one', { supportLevelId: ids['premier'], cases: 24 }),
    );
    expect(entitlement).toEqual({
      id: expect.stringMatching(/^ent_/) as string,
      version: 1,
      validFrom: '2026-01-01',
      validTo: null,
      cases: 24,
      casesRemaining: 24,
      customer: { name: 'Alder Works' },
      product: { name: 'Payments' },
      asset: null,
      agreement: { name: 'Enterprise', uptimeTarget: '99.95' },
      supportLevel: { name: 'Premier support' },
      subscription: null,
    });
    const id = entitlement?.id;
    expect((await service.events()).filter(({ subject }) => subject === id)).toEqual([
      {
        type: 'plimsoll.entitlement.created.v1',
        subject: id,
        version: 1,
        data: {
          id,
          externalId: null,
          source: null,
          customerId: ids['alder'],
          productId: ids['payments'],
          assetId: null,
          agreementId: ids['sla-2'],
          supportLevelId: ids['premier'],
          subscriptionId: null,
          validFrom: '2026-01-01',
          validTo: null,
        },
      },
    ]);
    const changed = await mutate('updateEntitlement', {
      id,
      expectedVersion: 1,
      cases: 30,
      validTo: '2027-01-01',
    });
    expect(changed.entitlement).toMatchObject({
      version: 2,
      cases: 30,
      validTo: '2027-01-01',
      supportLevel: { name: 'Premier support' },
    });
    expect(await mutate('updateEntitlement', { id, expectedVersion: 1, cases: 1 })).toMatchObject({
      userErrors: [{ code: 'CONFLICT' }],
    });
    const ended = await mutate('endEntitlement', { id, expectedVersion: 2 });
    expect(ended.entitlement).toMatchObject({ version: 3, validTo: '2026-03-11' });
  });

  it('may be for an asset', async () => {
    const { entitlement } = await mutate(
      'createEntitlement',
      sold('asset', { productId: null, assetId: ASSET }),
    );
    expect(entitlement).toMatchObject({ product: null, asset: { id: ASSET } });
  });

  it.each([
    [{ assetId: ASSET }, 'INVALID', 'productId'],
    [{ productId: null }, 'INVALID', 'productId'],
    [{ productId: null, assetId: 'db-1' }, 'INVALID', 'assetId'],
    [{ validTo: '2025-12-31' }, 'INVALID', 'validTo'],
    [{ cases: -1 }, 'INVALID', 'cases'],
    [{ customerId: 'cus_00000000000000000000000000' }, 'NOT_FOUND', 'customerId'],
    [{ agreementId: 'sla_00000000000000000000000000' }, 'NOT_FOUND', 'agreementId'],
    [{ supportLevelId: 'lvl_00000000000000000000000000' }, 'NOT_FOUND', 'supportLevelId'],
  ])('is refused with %j', async (more, code, field) => {
    const key = `wrong ${JSON.stringify(more)}`.slice(0, 100);
    expect(await mutate('createEntitlement', sold(key, more))).toEqual({
      entitlement: null,
      userErrors: [{ code, path: [field] }],
    });
  });
});

describe('importing entitlements', () => {
  it('knows a row by customer, subject, agreement and first day', async () => {
    const row = { customer: 'birch', agreement: 'sla-2', valid_from: '2026-01-01' };
    const rows = (cases: string) => [
      { ...row, product: 'orders', support_level: 'lvl-premier', cases },
      { ...row, asset: ASSET },
      { ...row, product: 'orders', asset: ASSET },
      { ...row },
      { ...row, asset: 'db-1' },
      { ...row, product: 'orders', valid_from: '2026-02-01', valid_to: '2026-01-31' },
      { ...row, product: 'orders', agreement: 'sla-9' },
      { ...row, product: 'nothing' },
    ];
    const report = await load('Entitlements', rows('5'));
    expect(report).toMatchObject({ created: 2, updated: 0, unchanged: 0 });
    expect(report.rejects.map(({ line, column }) => [line, column])).toEqual([
      [3, 'product'],
      [4, 'product'],
      [5, 'asset'],
      [6, 'valid_to'],
      [7, 'agreement'],
      [8, 'product'],
    ]);
    expect(await load('Entitlements', rows('5'))).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
    expect(await load('Entitlements', rows('6'))).toMatchObject({ created: 0, updated: 1, unchanged: 1 });
  });
});

describe('an implied entitlement', () => {
  /** Hands the events of a type on record to the projection, as the consumer does. */
  async function follow(...types: string[]): Promise<void> {
    const { handlers } = impliedEntitlementProjection('entitlements');
    const told = await service.events();
    for (const type of types) {
      const events = told
        .filter((event) => event.type === type)
        .map((event, place) => ({
          ...event,
          id: `evt_${place}`,
          producer: 'entitlements',
          position: place + 1,
          time: '',
        }));
      await service.test.database.transaction(
        { kind: 'SYSTEM' },
        (tx) => handlers[type]?.(tx, events) ?? Promise.resolve(),
      );
    }
  }
  const implied = async (externalId: string) =>
    (
      await run<{ found: { entitlements: { nodes: (Entitlement & { agreement: object })[] } } }>(
        `query ($id: String!) { found: subscriptionByExternalId(source: "import", externalId: $id) {
           entitlements(orderBy: { field: VALID_FROM, direction: ASC }) { nodes { ${FIELDS} } } } }`,
        { id: externalId },
      )
    ).found.entitlements.nodes;

  beforeAll(async () => {
    await load('Subscriptions', [
      {
        external_id: 'sub',
        customer: 'cedar',
        plan: 'enterprise',
        kind: 'STANDARD',
        started_on: '2025-06-01',
      },
    ]);
  });

  it('does not change by itself', async () => {
    const [first] = await implied('sub');
    for (const mutation of ['updateEntitlement', 'endEntitlement']) {
      expect(await mutate(mutation, { id: first?.id, expectedVersion: 1, validTo: '2025-07-01' })).toEqual({
        entitlement: null,
        userErrors: [{ code: 'ENTITLEMENT_IMPLIED', path: ['id'] }],
      });
    }
    expect((await implied('sub'))[0]).toEqual(first);
  });

  it('is followed by one under the next version of its agreement', async () => {
    const { supersedeAgreement } = await run<{
      supersedeAgreement: { agreement: { id: string } | null; userErrors: object[] };
    }>(
      `mutation ($input: SupersedeAgreementInput!) { supersedeAgreement(input: $input) { agreement { id } userErrors { message } } }`,
      {
        input: {
          idempotencyKey: 'next',
          id: ids['sla-2'],
          expectedVersion: 1,
          validFrom: '2027-01-01',
          uptimeTarget: '99.99',
        },
      },
    );
    expect(supersedeAgreement.userErrors).toEqual([]);
    await follow('plimsoll.agreement.created.v1', 'plimsoll.agreement.updated.v1');
    const followed = [
      { validFrom: '2025-06-01', validTo: '2026-01-01', agreement: { uptimeTarget: '99.9' }, version: 1 },
      { validFrom: '2026-01-01', validTo: '2027-01-01', agreement: { uptimeTarget: '99.95' }, version: 2 },
      { validFrom: '2027-01-01', validTo: null, agreement: { uptimeTarget: '99.99' }, version: 1 },
    ];
    expect(await implied('sub')).toMatchObject(followed);
    const events = (await service.events()).length;
    await follow('plimsoll.agreement.created.v1', 'plimsoll.agreement.updated.v1');
    expect(await implied('sub')).toMatchObject(followed);
    expect((await service.events()).length).toBe(events);
  });

  it('follows its plan and its support level', async () => {
    const supportLevels = {
      external_id: 'lvl-premier',
      name: 'Premier support',
      agreement: 'sla-2',
      cases_per_year: '99',
    };
    await load('SupportLevels', [supportLevels]);
    await follow('plimsoll.support_level.updated.v1');
    expect((await implied('sub')).map(({ casesRemaining }) => casesRemaining)).toEqual([99, 99, 99]);
    const plan = { external_id: 'enterprise', name: 'Plan enterprise', product: 'orders' };
    await load('Plans', [{ ...plan, support_level: 'lvl-premier', agreement: 'sla-basic' }]);
    await follow('plimsoll.plan.updated.v1');
    expect(await implied('sub')).toMatchObject([
      {
        validFrom: '2025-06-01',
        validTo: null,
        agreement: { name: 'Basic' },
        supportLevel: { name: 'Premier support' },
      },
    ]);
    await load('Plans', [{ ...plan, support_level: 'lvl-premier', agreement: '' }]);
    await follow('plimsoll.plan.updated.v1');
    expect(await implied('sub')).toHaveLength(3);
  });
});

describe('the support level of a customer', () => {
  const level = (customer: string, more: Record<string, string>) => ({
    customer,
    product: 'orders',
    valid_from: '2026-01-01',
    ...more,
  });
  const customer = async (id: string) => {
    await load('Customers', [{ external_id: id, name: id, csi: `CSI-${id}`, time_zone: 'America/New_York' }]);
  };

  it('is none without an entitlement that has one', async () => {
    await customer('plain');
    await load('Entitlements', [level('plain', { agreement: 'sla-2' })]);
    expect(await supportLevelOf('CSI-plain')).toBeNull();
  });

  it('is that of the highest uptime target in force today where the customer is', async () => {
    await customer('levels');
    await load('Entitlements', [level('levels', { agreement: 'sla-basic', support_level: 'lvl-basic' })]);
    expect(await supportLevelOf('CSI-levels')).toBe('Basic support');
    // In New York the 11th of March has not begun.
    await load('Entitlements', [
      level('levels', { agreement: 'sla-2', support_level: 'lvl-premier', valid_from: '2026-03-11' }),
    ]);
    expect(await supportLevelOf('CSI-levels')).toBe('Basic support');
    await load('Entitlements', [
      level('levels', {
        agreement: 'sla-2',
        support_level: 'lvl-premier',
        valid_from: '2026-03-10',
        valid_to: '2026-03-11',
      }),
    ]);
    expect(await supportLevelOf('CSI-levels')).toBe('Premier support');
  });

  it('is that of the earliest first day where targets are equal', async () => {
    await customer('ties');
    await load('Entitlements', [
      level('ties', { agreement: 'sla-basic', support_level: 'lvl-premier', valid_from: '2026-02-01' }),
      level('ties', { agreement: 'sla-basic', support_level: 'lvl-basic', valid_from: '2026-01-01' }),
    ]);
    expect(await supportLevelOf('CSI-ties')).toBe('Basic support');
  });
});

describe('the list of entitlements', () => {
  it('is filtered by each of its fields, withdrawn ones left out', async () => {
    const csi = 'CSI-levels';
    const { customerByCsi } = await run<{ customerByCsi: Record<string, { totalCount: number }> }>(
      `query ($csi: String!, $agreement: ID!, $level: ID!, $product: ID!) { customerByCsi(csi: $csi) {
         all: entitlements { totalCount } now: entitlements(filter: { inForce: true }) { totalCount }
         not: entitlements(filter: { inForce: false }) { totalCount }
         agreement: entitlements(filter: { agreementId: $agreement }) { totalCount }
         level: entitlements(filter: { supportLevelId: $level }) { totalCount }
         product: entitlements(filter: { productId: $product }) { totalCount }
         asset: entitlements(filter: { assetId: "${ASSET}" }) { totalCount } } }`,
      { csi, agreement: ids['sla-basic'], level: ids['premier'], product: ids['orders'] },
    );
    expect(
      Object.fromEntries(Object.entries(customerByCsi).map(([name, { totalCount }]) => [name, totalCount])),
    ).toEqual({
      all: 3,
      now: 2,
      not: 1,
      agreement: 1,
      level: 2,
      product: 3,
      asset: 0,
    });
  });

  it('takes as many statements for many as for one', async () => {
    const list = (first: number) =>
      service.countStatements(
        `query ($first: Int!) { entitlements(first: $first) { totalCount nodes { ${FIELDS} history(first: 1) { nodes { version } } } } }`,
        { first },
      );
    await list(1);
    expect(await list(1)).toBe(await list(15));
  });
});
