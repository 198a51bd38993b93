import 'reflect-metadata';
import { testCallers } from '@plimsoll/shared/testing';
import { accountService, idOf, loadAccounts } from '../account.fixture.js';
import { effectiveBranding } from './index.js';

const service = accountService();
const { load, run } = service;
type Caller = NonNullable<Parameters<typeof run>[2]>;

interface Payload {
  branding: { id: string; version: number; branding: Record<string, string | null> } | null;
  warnings: { field: string; ratio: number }[] | null;
  userErrors: { code: string; path: string[] }[];
}

const ids: Record<string, string> = {};
const partner = (word: string) => testCallers.partner(ids[word] ?? '');

/** arbor > copse, with alder at arbor and maple at copse; bosk beside, with birch; cedar is sold to directly. */
beforeAll(async () => {
  await loadAccounts(service);
  await load('Partners', [{ external_id: 'copse', name: 'Copse', parent: 'arbor' }]);
  await load('Customers', [{ external_id: 'maple', name: 'Maple', partner: 'copse' }]);
  for (const word of ['arbor', 'bosk', 'copse']) ids[word] = await idOf(service, 'partner', word);
  for (const word of ['alder', 'birch', 'cedar', 'maple']) ids[word] = await idOf(service, 'customer', word);
});

const set = async (input: Record<string, unknown>, caller?: Caller) =>
  (
    await run<{ setBranding: Payload }>(
      `mutation ($input: SetBrandingInput!) { setBranding(input: $input) {
         branding { id version branding { productName logoUrl primaryColor accentColor supportEmail domain } }
         warnings { field ratio } userErrors { code path } } }`,
      { input },
      caller,
    )
  ).setBranding;

const EFFECTIVE = `effectiveBranding { productName logoUrl primaryColor accentColor supportEmail domain
  from { field level partner { name } } }`;
interface Effective {
  productName: string | null;
  primaryColor: string | null;
  from: { field: string; level: string; partner: { name: string } | null }[];
}
const effective = async (word: string, caller?: Caller) =>
  (
    await run<{ customer: { effectiveBranding: Effective } | null }>(
      `query ($id: ID!) { customer(id: $id) { ${EFFECTIVE} } }`,
      { id: ids[word] },
      caller,
    )
  ).customer?.effectiveBranding;

describe('the branding of a customer', () => {
  it('is nothing where nobody has set any', async () => {
    expect(await effective('maple')).toEqual({
      productName: null,
      logoUrl: null,
      primaryColor: null,
      accentColor: null,
      supportEmail: null,
      domain: null,
      from: [],
    });
    expect(await run('{ companyBranding { version } }')).toEqual({ companyBranding: null });
  });

  it('is its own, else that of the nearest reseller, else that of the company, field by field', async () => {
    await set({ branding: { productName: 'Company', supportEmail: 'help@company.example' } });
    await set({
      partnerId: ids['arbor'],
      branding: { productName: 'Arbor', primaryColor: '#112233', domain: 'arbor.example' },
    });
    await set({ partnerId: ids['copse'], branding: { productName: 'Copse' } });
    await set({ customerId: ids['maple'], branding: { accentColor: '#445566' } });
    const expected = {
      productName: 'Copse',
      logoUrl: null,
      primaryColor: '#112233',
      accentColor: '#445566',
      supportEmail: 'help@company.example',
      domain: 'arbor.example',
      from: [
        { field: 'productName', level: 'PARTNER', partner: { name: 'Copse' } },
        { field: 'primaryColor', level: 'PARTNER', partner: { name: 'Arbor' } },
        { field: 'accentColor', level: 'CUSTOMER', partner: null },
        { field: 'supportEmail', level: 'COMPANY', partner: null },
        { field: 'domain', level: 'PARTNER', partner: { name: 'Arbor' } },
      ],
    };
    expect(await effective('maple')).toEqual(expected);
    // Whoever sees the customer sees the same, but names no partner above.
    const unnamed = expected.from.map((one) =>
      one.partner?.name === 'Arbor' ? { ...one, partner: null } : one,
    );
    expect(await effective('maple', partner('copse'))).toEqual({ ...expected, from: unnamed });
    expect(await effective('maple', testCallers.contact(ids['maple'] ?? ''))).toMatchObject({
      productName: 'Copse',
      primaryColor: '#112233',
    });
    expect(await effective('maple', partner('bosk'))).toBeUndefined();
    expect(await effective('alder')).toMatchObject({ productName: 'Arbor', accentColor: null });
    expect(await effective('cedar')).toMatchObject({ productName: 'Company', primaryColor: null });
  });

  it('follows its reseller, and reads the same for the platform under every scope', async () => {
    const read = async (scope: Parameters<typeof service.test.database.session>[0]) => {
      const session = service.test.database.session(scope);
      try {
        return await effectiveBranding(session, ids['maple'] ?? '');
      } finally {
        await session.release();
      }
    };
    const seen = await read({ kind: 'SYSTEM' });
    expect(seen).toMatchObject({ productName: 'Copse', primaryColor: '#112233' });
    expect(await read({ kind: 'PARTNER', partnerId: ids['copse'] ?? '' })).toEqual(seen);
    expect(await read({ kind: 'PARTNER', partnerId: ids['bosk'] ?? '' })).toMatchObject({
      productName: null,
      primaryColor: null,
    });
  });

  it('takes as many statements for many as for one', async () => {
    const count = (first: number) =>
      service.countStatements(
        `query ($first: Int!) { customers(first: $first) { nodes { branding { version } ${EFFECTIVE} } }
           partners(first: $first) { nodes { branding { version branding { domain } } } } }`,
        { first },
      );
    await count(1);
    expect(await count(5)).toBeLessThanOrEqual((await count(1)) + 1);
  });
});

describe('setting a branding', () => {
  it('keeps its history with the reason, and is undone by setting it back', async () => {
    const first = await set({
      partnerId: ids['bosk'],
      branding: { productName: 'Bosk', supportEmail: 'help@bosk.example' },
      reason: 'a new name',
    });
    expect(first).toMatchObject({ branding: { version: 1 }, warnings: [], userErrors: [] });
    const second = await set({
      partnerId: ids['bosk'],
      expectedVersion: 1,
      branding: { productName: 'Bosque', primaryColor: '#ffff00' },
      reason: 'a nicer name',
    });
    expect(second).toMatchObject({
      branding: { version: 2, branding: { productName: 'Bosque', supportEmail: null } },
      warnings: [{ field: 'primaryColor', ratio: 1.07 }],
    });
    const { partner: found } = await run<{
      partner: {
        branding: {
          history: {
            nodes: { reason: string; fields: { name: string; before: unknown; after: unknown }[] }[];
          };
        };
      };
    }>(
      `query ($id: ID!) { partner(id: $id) { branding { history(first: 5) { nodes { version reason fields { name before after } } } } } }`,
      { id: ids['bosk'] },
    );
    const [latest] = found.branding.history.nodes;
    expect(latest?.reason).toBe('a nicer name');
    expect(latest?.fields).toEqual(
      expect.arrayContaining([
        { name: 'productName', before: 'Bosk', after: 'Bosque' },
        { name: 'supportEmail', before: 'help@bosk.example', after: null },
      ]),
    );
    const undone = await set({
      partnerId: ids['bosk'],
      expectedVersion: 2,
      branding: Object.fromEntries((latest?.fields ?? []).map(({ name, before }) => [name, before])),
    });
    expect(undone.branding).toMatchObject({ version: 3, branding: first.branding?.branding ?? {} });
    const events = (await service.events()).filter(({ subject }) => subject === first.branding?.id);
    expect(events.map(({ type, version }) => [type, version])).toEqual([
      ['plimsoll.branding.created.v1', 1],
      ['plimsoll.branding.updated.v1', 2],
      ['plimsoll.branding.updated.v1', 3],
    ]);
    expect(JSON.stringify(events)).not.toContain('@bosk');
  });

  it('is refused by a stale version, bad input, a taken host name, and for an unknown owner', async () => {
    const branding = { productName: 'No' };
    const before = (await service.events()).length;
    const refused = async (input: Record<string, unknown>) => (await set(input)).userErrors;
    const bosk = { partnerId: ids['bosk'], branding };
    expect(await refused(bosk)).toEqual([{ code: 'CONFLICT', path: ['expectedVersion'] }]);
    expect(await refused({ ...bosk, expectedVersion: 1 })).toMatchObject([{ code: 'CONFLICT' }]);
    expect(await refused({ customerId: ids['birch'], expectedVersion: 1, branding })).toMatchObject([
      { code: 'CONFLICT' },
    ]);
    expect(await refused({ ...bosk, expectedVersion: 3, branding: { domain: 'not a host' } })).toEqual([
      { code: 'INVALID', path: ['branding', 'domain'] },
    ]);
    expect(await refused({ ...bosk, expectedVersion: 3, branding: { domain: 'ARBOR.example' } })).toEqual([
      { code: 'DUPLICATE_DOMAIN', path: ['branding', 'domain'] },
    ]);
    expect(await refused({ ...bosk, customerId: ids['birch'] })).toMatchObject([{ code: 'INVALID' }]);
    expect(await refused({ partnerId: 'par_00000000000000000000000000', branding })).toEqual([
      { code: 'NOT_FOUND', path: ['partnerId'] },
    ]);
    expect((await service.events()).length).toBe(before);
  });

  it('of two who set it for the first time at the same moment lets one', async () => {
    const results = await Promise.all(
      ['One', 'Two'].map((productName) => set({ customerId: ids['birch'], branding: { productName } })),
    );
    const codes = results.map(({ userErrors }) => userErrors[0]?.code ?? 'DONE').sort();
    expect(codes).toEqual(['CONFLICT', 'DONE']);
  });

  it('is for staff, and for a partner its own alone', async () => {
    const branding = { productName: 'Taken' };
    expect(
      await set({ partnerId: ids['copse'], expectedVersion: 1, branding }, partner('copse')),
    ).toMatchObject({ branding: { version: 2 }, userErrors: [] });
    const before = (await service.events()).length;
    const refused: [Record<string, unknown>, Caller][] = [
      [{ partnerId: ids['copse'], expectedVersion: 2 }, partner('bosk')],
      [{ partnerId: ids['arbor'], expectedVersion: 1 }, partner('copse')],
      [{ customerId: ids['maple'], expectedVersion: 1 }, partner('bosk')],
      [{}, partner('copse')],
      [{}, { subject: 'partner-of-nothing', roles: ['partner'] }],
      [{}, { subject: 'agent-and-partner', roles: ['agent', 'partner'] }],
      [{ partnerId: ids['copse'], expectedVersion: 2 }, testCallers.agent],
      [{ customerId: ids['maple'], expectedVersion: 1 }, testCallers.contact(ids['maple'] ?? '')],
      [{ partnerId: ids['copse'], expectedVersion: 2 }, testCallers.nobody],
    ];
    for (const [input, caller] of refused) {
      expect(await set({ ...input, branding }, caller)).toMatchObject({
        branding: null,
        userErrors: [{ code: 'NOT_FOUND' }],
      });
    }
    expect((await service.events()).length).toBe(before);
    const key: Caller = { ...partner('copse'), keyScopes: ['READ'] };
    expect(await set({ partnerId: ids['copse'], expectedVersion: 2, branding }, key)).toMatchObject({
      userErrors: [{ code: 'FORBIDDEN' }],
    });
  });

  it('shows settings to their owner and to those above, never to those beside or below', async () => {
    const shown = async (word: string, caller: Caller) =>
      (
        await run<{ partner: { branding: { version: number } | null } | null }>(
          `query ($id: ID!) { partner(id: $id) { branding { version } } }`,
          { id: ids[word] },
          caller,
        )
      ).partner;
    expect(await shown('copse', partner('copse'))).toEqual({ branding: { version: 2 } });
    expect(await shown('copse', partner('arbor'))).toEqual({ branding: { version: 2 } });
    expect(await shown('copse', partner('bosk'))).toBeNull();
    expect(await shown('arbor', partner('copse'))).toBeNull();
    expect(await shown('copse', testCallers.contact(ids['maple'] ?? ''))).toEqual({ branding: null });
    const session = service.test.database.session({ kind: 'PARTNER', partnerId: ids['copse'] ?? '' });
    const rows = await session.query<{ product_name: string }>(
      'select product_name from branding order by product_name',
    );
    await session.release();
    expect(rows.map((row) => row.product_name)).toEqual(['Company', 'Taken', null]);
  });
});
