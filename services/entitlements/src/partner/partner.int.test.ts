import 'reflect-metadata';
import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { createEntitlementsSubgraph, entitlementsDatabase } from '../subgraph.js';

const service = testSubgraph({ database: entitlementsDatabase, create: createEntitlementsSubgraph });

const PAYLOAD = 'partner { id version externalId source name region } userErrors { code path }';
const CREATE = `mutation ($input: CreatePartnerInput!) { createPartner(input: $input) { ${PAYLOAD} } }`;
const UPDATE = `mutation ($input: UpdatePartnerInput!) { updatePartner(input: $input) { ${PAYLOAD} } }`;
const IMPORT = `mutation ($input: ImportInput!) { importPartners(input: $input) {
  read created updated unchanged rejected rejects { line column reason } } }`;
const READ = `query ($id: ID!) { partner(id: $id) { id version name region } }`;

interface Partner {
  id: string;
  version: number;
  name: string;
  region: string | null;
}
interface Payload {
  partner: Partner | null;
  userErrors: { code: string; path: string[] }[];
}

async function create(name: string, key: string, region: string | null = null): Promise<Payload> {
  const input = { idempotencyKey: key, name, region };
  return (await service.run<{ createPartner: Payload }>(CREATE, { input })).createPartner;
}

async function update(
  input: Record<string, unknown>,
  caller?: (typeof testCallers)['agent'],
): Promise<Payload> {
  return (await service.run<{ updatePartner: Payload }>(UPDATE, { input }, caller)).updatePartner;
}

async function read(id: string, caller?: Parameters<typeof service.run>[2]): Promise<Partner | null> {
  return (await service.run<{ partner: Partner | null }>(READ, { id }, caller)).partner;
}

describe('a partner', () => {
  it('is created with its event and its history in one transaction', async () => {
    const { partner, userErrors } = await create('  Nordic Resale  ', 'create-1', 'EMEA');
    expect(userErrors).toEqual([]);
    expect(partner).toEqual({
      id: expect.stringMatching(/^par_[0-9a-z]{26}$/) as string,
      version: 1,
      externalId: null,
      source: null,
      name: 'Nordic Resale',
      region: 'EMEA',
    });
    const id = partner?.id ?? '';
    expect((await service.events()).at(-1)).toEqual({
      type: 'plimsoll.partner.created.v1',
      subject: id,
      version: 1,
      data: { id, externalId: null, source: null, name: 'Nordic Resale', region: 'EMEA', parentId: null },
    });
    const { partner: found } = await service.run<{ partner: { history: unknown } }>(
      `query ($id: ID!) { partner(id: $id) { history(first: 5) { totalCount nodes { version actor { id } fields { name before after } } } } }`,
      { id },
    );
    expect(found.history).toEqual({
      totalCount: 1,
      nodes: [
        {
          version: 1,
          actor: null,
          fields: expect.arrayContaining([
            { name: 'name', before: null, after: 'Nordic Resale' },
            { name: 'region', before: null, after: 'EMEA' },
          ]) as unknown,
        },
      ],
    });
  });

  it('is created once for a key, and the key is refused for another body', async () => {
    const first = await create('Once', 'create-2');
    const before = (await service.events()).length;
    expect(await create('Once', 'create-2')).toEqual(first);
    expect(await create('Twice', 'create-2')).toEqual({
      partner: null,
      userErrors: [{ code: 'IDEMPOTENCY_MISMATCH', path: ['idempotencyKey'] }],
    });
    expect(await create(' ', 'create-3')).toEqual({
      partner: null,
      userErrors: [{ code: 'INVALID', path: ['name'] }],
    });
    expect((await service.events()).length).toBe(before);
  });

  it('changes under the version the caller has read, and not under a stale one', async () => {
    const id = (await create('Before', 'update-1', 'APAC')).partner?.id ?? '';
    expect((await update({ id, expectedVersion: 1, name: 'After' })).partner).toMatchObject({
      version: 2,
      name: 'After',
      region: 'APAC',
    });
    expect(await update({ id, expectedVersion: 1, name: 'Late' })).toEqual({
      partner: null,
      userErrors: [{ code: 'CONFLICT', path: ['expectedVersion'] }],
    });
    expect((await update({ id, expectedVersion: 2, region: null })).partner).toMatchObject({
      version: 3,
      region: null,
    });
    expect(await read(id)).toEqual({ id, version: 3, name: 'After', region: null });
  });

  it('is shown to itself and to staff alone, and a refusal reads like a missing record', async () => {
    const id = (await create('Seen', 'scope-1')).partner?.id ?? '';
    const other = (await create('Unseen', 'scope-2')).partner?.id ?? '';
    expect(await read(id, testCallers.executive)).toMatchObject({ name: 'Seen' });
    expect(await read(id, testCallers.partner(id))).toMatchObject({ name: 'Seen' });
    for (const caller of [
      testCallers.partner(other),
      testCallers.contact('cus_x'),
      testCallers.analyst,
      testCallers.nobody,
    ]) {
      expect(await read(id, caller)).toBeNull();
      const { _entities } = await service.run<{ _entities: unknown[] }>(
        `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Partner { id name } } }`,
        { r: [{ __typename: 'Partner', id }] },
        caller,
      );
      expect(_entities).toEqual([null]);
    }
    expect(await update({ id, expectedVersion: 1, name: 'Taken' }, testCallers.agent)).toEqual({
      partner: null,
      userErrors: [{ code: 'NOT_FOUND', path: [] }],
    });
    expect(await read(id)).toMatchObject({ version: 1, name: 'Seen' });
  });

  it('is imported: created, unchanged, updated, and one bad row spoils only itself', async () => {
    const rows = (second: string) => [
      { _line: 2, external_id: 'P1', name: 'First', region: 'EMEA' },
      { _line: 3, external_id: 'P2', name: second },
      { _line: 4, external_id: 'P3', name: '' },
      { _line: 5, external_id: 'P4', name: 'Fourth', colour: 'red' },
    ];
    const load = async (second: string) =>
      (
        await service.run<{ importPartners: unknown }>(IMPORT, {
          input: { source: 'crm', rows: rows(second) },
        })
      ).importPartners;
    const rejects = [
      { line: 4, column: 'name', reason: 'name is required.' },
      { line: 5, column: 'colour', reason: 'The column colour is not one of this file.' },
    ];
    expect(await load('Second')).toEqual({
      read: 4,
      created: 2,
      updated: 0,
      unchanged: 0,
      rejected: 2,
      rejects,
    });
    const events = (await service.events()).length;
    expect(await load('Second')).toEqual({
      read: 4,
      created: 0,
      updated: 0,
      unchanged: 2,
      rejected: 2,
      rejects,
    });
    expect((await service.events()).length).toBe(events);
    expect(await load('Renamed')).toEqual({
      read: 4,
      created: 0,
      updated: 1,
      unchanged: 1,
      rejected: 2,
      rejects,
    });
    const { partnerByExternalId } = await service.run<{ partnerByExternalId: Partner }>(
      `{ partnerByExternalId(source: "crm", externalId: "P2") { name version } }`,
    );
    expect(partnerByExternalId).toEqual({ name: 'Renamed', version: 2 });
  });

  it('keeps what a file does not mention, and empties what it leaves empty', async () => {
    const load = (row: Record<string, string>) =>
      service.run(IMPORT, {
        input: { source: 'sparse', rows: [{ external_id: 'P1', name: 'Sparse', ...row }] },
      });
    const region = async () =>
      (
        await service.run<{ partnerByExternalId: Partner }>(
          `{ partnerByExternalId(source: "sparse", externalId: "P1") { region } }`,
        )
      ).partnerByExternalId.region;
    await load({ region: 'LATAM' });
    await load({});
    expect(await region()).toBe('LATAM');
    await load({ region: '' });
    expect(await region()).toBeNull();
  });

  it('is refused to importers without the role', async () => {
    const result = await service.execute(
      IMPORT,
      { input: { rows: [{ external_id: 'X', name: 'X' }] } },
      testCallers.agent,
    );
    expect(result.errors?.[0]).toMatchObject({ path: ['importPartners'], extensions: { code: 'NOT_FOUND' } });
  });

  it('keeps its place in the list while others arrive before it', async () => {
    for (const name of ['page b', 'page d', 'page f']) await create(name, `page-${name}`);
    const page = (after: string | null) =>
      service.run<{
        partners: {
          totalCount: number;
          nodes: Partner[];
          pageInfo: { hasNextPage: boolean; endCursor: string };
        };
      }>(
        `query ($after: String) { partners(first: 2, after: $after, filter: { search: "page " }) {
          totalCount nodes { name } pageInfo { hasNextPage endCursor } } }`,
        { after },
      );
    const { partners: first } = await page(null);
    expect(first).toMatchObject({
      totalCount: 3,
      nodes: [{ name: 'page b' }, { name: 'page d' }],
      pageInfo: { hasNextPage: true },
    });
    await create('page a', 'page-a');
    const { partners: second } = await page(first.pageInfo.endCursor);
    expect(second).toMatchObject({
      totalCount: 4,
      nodes: [{ name: 'page f' }],
      pageInfo: { hasNextPage: false },
    });
  });

  it('takes as many statements for many as for one', async () => {
    const list = (first: number) =>
      service.countStatements(
        `query ($first: Int!) { partners(first: $first) { nodes { id name history(first: 3) { totalCount nodes { version } } } } }`,
        { first },
      );
    await list(1);
    expect(await list(1)).toBe(await list(8));
  });
});
