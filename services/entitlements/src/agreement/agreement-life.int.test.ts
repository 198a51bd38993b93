import 'reflect-metadata';
import { testCallers } from '@plimsoll/shared/testing';
import { accountService, idOf, loadAccounts } from '../account.fixture.js';

// The clock stands at 2026-03-10 (UTC).
const service = accountService();
const { load, run } = service;

interface Payload {
  agreement: { id: string; version: number; status: string } | null;
  userErrors: { code: string; path: string[] }[];
}

const mutate = async (
  name: string,
  input: Record<string, unknown>,
  caller?: Parameters<typeof run>[2],
): Promise<Payload> => {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const { result } = await run<{ result: Payload }>(
    `mutation ($input: ${type}!) { result: ${name}(input: $input) {
       agreement { id version name status validFrom validTo uptimeTarget } userErrors { code path } } }`,
    { input },
    caller,
  );
  return result;
};
const statuses = async (name: string) => {
  const { agreements } = await run<{ agreements: { nodes: { validFrom: string; status: string }[] } }>(
    `query ($name: String!) { agreements(filter: { search: $name }, orderBy: { field: VALID_FROM }) {
       nodes { validFrom status } } }`,
    { name },
  );
  return agreements.nodes.map(({ validFrom, status }) => `${validFrom} ${status}`);
};

let drafts = 0;
const draft = async (more: Record<string, unknown>) => {
  drafts += 1;
  const { agreement, userErrors } = await mutate('createAgreement', {
    idempotencyKey: `draft-${drafts}`,
    name: 'Gold',
    validFrom: '2026-06-01',
    uptimeTarget: '99.9',
    draft: true,
    ...more,
  });
  expect(userErrors).toEqual([]);
  return agreement?.id ?? '';
};

beforeAll(() => loadAccounts(service));

describe('the life of an agreement', () => {
  it('goes from draft to in force, ends the version before it, and keeps its terms', async () => {
    await load('Agreements', [
      { external_id: 'g0', name: 'Gold', valid_from: '2025-01-01', uptime_target: '99' },
    ]);
    const first = await draft({ validFrom: '2026-06-01' });
    const rival = await draft({ validFrom: '2026-06-01', uptimeTarget: '99.5' });
    expect(await statuses('Gold')).toEqual(['2025-01-01 IN_FORCE', '2026-06-01 DRAFT', '2026-06-01 DRAFT']);
    expect(
      await mutate('updateAgreement', { id: first, expectedVersion: 1, uptimeTarget: '99.95' }),
    ).toMatchObject({ agreement: { version: 2, uptimeTarget: '99.95', status: 'DRAFT' } });
    const supersede = { idempotencyKey: 's', id: rival, expectedVersion: 1, validFrom: '2026-07-01' };
    expect(await mutate('supersedeAgreement', supersede)).toEqual({
      agreement: null,
      userErrors: [{ code: 'AGREEMENT_STAGE', path: ['id'] }],
    });

    const events = (await service.events()).length;
    for (const caller of [testCallers.agent, testCallers.partner('par_x'), testCallers.contact('cus_x')]) {
      expect(await mutate('activateAgreement', { id: first, expectedVersion: 2 }, caller)).toMatchObject({
        agreement: null,
        userErrors: [{ code: 'NOT_FOUND' }],
      });
    }
    expect((await service.events()).length).toBe(events);

    const activate = { id: first, expectedVersion: 2, reason: 'signed' };
    expect(await mutate('activateAgreement', activate)).toMatchObject({
      agreement: { version: 3, status: 'IN_FORCE', validFrom: '2026-06-01' },
      userErrors: [],
    });
    expect(
      (await service.events()).slice(events).map(({ type, data }) => [type, data['validTo'], data['status']]),
    ).toEqual([
      ['plimsoll.agreement.updated.v1', '2026-06-01', 'IN_FORCE'],
      ['plimsoll.agreement.updated.v1', null, 'IN_FORCE'],
    ]);
    expect(await statuses('Gold')).toEqual([
      '2025-01-01 IN_FORCE',
      '2026-06-01 IN_FORCE',
      '2026-06-01 DRAFT',
    ]);
    expect(await mutate('activateAgreement', { id: first, expectedVersion: 3 })).toMatchObject({
      userErrors: [{ code: 'AGREEMENT_STAGE', path: ['id'] }],
    });
    // Its rival would begin on the same day.
    expect(await mutate('activateAgreement', { id: rival, expectedVersion: 1 })).toMatchObject({
      agreement: null,
      userErrors: [{ code: 'AGREEMENT_OVERLAP' }],
    });
    expect(
      await mutate('withdrawAgreement', { id: rival, expectedVersion: 1, reason: 'not agreed' }),
    ).toMatchObject({ agreement: { status: 'WITHDRAWN' } });
    expect(
      await mutate('updateAgreement', { id: rival, expectedVersion: 2, uptimeTarget: '1' }),
    ).toMatchObject({
      userErrors: [{ code: 'AGREEMENT_STAGE' }],
    });
    const { agreement } = await run<{ agreement: { history: { nodes: { reason: string }[] } } }>(
      'query ($id: ID!) { agreement(id: $id) { history(first: 1) { nodes { reason } } } }',
      { id: rival },
    );
    expect(agreement.history.nodes).toEqual([{ reason: 'not agreed' }]);
  });

  it('ends superseded where a version follows, else ended', async () => {
    await load('Agreements', [
      {
        external_id: 'o1',
        name: 'Lapsed',
        valid_from: '2024-01-01',
        valid_to: '2025-01-01',
        uptime_target: '99',
      },
      {
        external_id: 'o2',
        name: 'Lapsed',
        valid_from: '2025-01-01',
        valid_to: '2026-03-10',
        uptime_target: '99',
      },
    ]);
    const expected = ['2024-01-01 SUPERSEDED', '2025-01-01 ENDED'];
    expect(await statuses('Lapsed')).toEqual(expected);
    await draft({ name: 'Lapsed', validFrom: '2026-08-01' });
    expect(await statuses('Lapsed')).toEqual([...expected, '2026-08-01 DRAFT']);
    const count = await run(
      '{ agreements(filter: { search: "Lapsed", status: SUPERSEDED }) { totalCount nodes { validFrom } } }',
    );
    expect(count).toEqual({ agreements: { totalCount: 1, nodes: [{ validFrom: '2024-01-01' }] } });
  });

  it('does not begin before today over another version', async () => {
    await load('Agreements', [
      { external_id: 'b', name: 'Back', valid_from: '2025-01-01', uptime_target: '99' },
    ]);
    const id = await draft({ name: 'Back', validFrom: '2026-03-09' });
    expect(await mutate('activateAgreement', { id, expectedVersion: 1 })).toMatchObject({
      userErrors: [{ code: 'INVALID', path: ['validFrom'] }],
    });
  });

  it('promises nothing as a draft', async () => {
    const agreementId = await draft({ name: 'Hidden' });
    const entitlement = {
      idempotencyKey: 'e',
      customerId: await idOf(service, 'customer', 'alder'),
      productId: await idOf(service, 'product', 'orders'),
      agreementId,
      validFrom: '2026-01-01',
    };
    const { createEntitlement } = await run<{ createEntitlement: unknown }>(
      `mutation ($input: CreateEntitlementInput!) { createEntitlement(input: $input) { userErrors { code path } } }`,
      { input: entitlement },
    );
    expect(createEntitlement).toEqual({
      userErrors: [{ code: 'AGREEMENT_STAGE', path: ['agreementId'] }],
    });
    const row = { customer: 'alder', product: 'orders', agreement: agreementId, valid_from: '2026-01-01' };
    expect((await load('Entitlements', [row])).rejects).toMatchObject([{ line: 1, column: 'agreement' }]);

    // A plan under a version in force and a draft of the same name implies the former alone.
    await draft({ name: 'Enterprise', validFrom: '2026-09-01' });
    await load('Subscriptions', [
      { external_id: 's', customer: 'alder', plan: 'enterprise', kind: 'STANDARD', started_on: '2026-02-01' },
    ]);
    const { found } = await run<{ found: { entitlements: object } }>(
      `{ found: subscriptionByExternalId(source: "import", externalId: "s") {
           entitlements { nodes { validFrom validTo agreement { uptimeTarget } } } } }`,
    );
    expect(found.entitlements).toEqual({
      nodes: [{ validFrom: '2026-02-01', validTo: null, agreement: { uptimeTarget: '99.95' } }],
    });
  });

  it('is told with as many statements for many as for one', async () => {
    const list = (first: number) =>
      service.countStatements('query ($n: Int!) { agreements(first: $n) { nodes { status } } }', {
        n: first,
      });
    await list(5);
    expect(await list(1)).toBe(await list(5));
  });
});
