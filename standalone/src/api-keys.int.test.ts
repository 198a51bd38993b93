import { createEntitlementsSubgraph, entitlementsDatabase } from '@plimsoll/entitlements';
import { composeSupergraph, createGateway, readLocalKey, type Gateway } from '@plimsoll/gateway';
import { serveSubgraph, type SubgraphServer } from '@plimsoll/shared';
import { testLogger, testSubgraph } from '@plimsoll/shared/testing';
import { Records } from './tenancy/records.js';
import { ADMIN, testPlatform, type Answer } from './testing/test-platform.js';

interface Payload {
  userErrors: { code: string; message: string; path: string[] }[];
  ticket: { id: string; customer: { name: string } | null } | null;
}

const OPEN = `mutation Open($input: OpenTicketInput!) {
  openTicket(input: $input) { ticket { id customer { name } } userErrors { code message path } } }`;

describe('a reseller’s own system with an API key, through the gateway', () => {
  let records: Records;
  // Declared before the platform, so that its connections are closed before the databases go.
  afterAll(() => records?.close());
  const platform = testPlatform();
  const partners = new Map<string, string>();
  const customers = new Map<string, string>();
  let made = 0;

  /** A key of a reseller, new; its id and its secret. */
  const issue = async (partner: string, ...scopes: string[]): Promise<{ id: string; secret: string }> => {
    const input = {
      idempotencyKey: `key-${(made += 1)}`,
      partnerId: partners.get(partner),
      name: 'shop',
      scopes,
    };
    const { data } = await platform.ask<{ createApiKey: { apiKey: { id: string }; secret: string } }>(
      ADMIN,
      `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { apiKey { id } secret } }`,
      { input },
    );
    return { id: data?.createApiKey.apiKey.id ?? '', secret: data?.createApiKey.secret ?? '' };
  };

  const send = async <Data = Record<string, unknown>>(
    headers: Record<string, string>,
    query: string,
    variables: Record<string, unknown> = {},
  ): Promise<Answer<Data> & { status: number }> => {
    const response = await fetch(platform.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
    });
    const body = (await response.json()) as { data?: Data; errors?: Answer<Data>['errors'] };
    return { status: response.status, data: body.data ?? null, errors: body.errors ?? [] };
  };

  const open = async (secret: string, customer: string) => {
    const input = {
      idempotencyKey: `ticket-${(made += 1)}`,
      kind: 'REQUEST',
      subject: 'Cannot sign in',
      customerId: customers.get(customer),
    };
    return send<{ openTicket: Payload }>({ 'x-api-key': secret }, OPEN, { input });
  };

  const attempts = async (service: string): Promise<Record<string, unknown>[]> => {
    const database = platform.subgraphs.get(service)?.database;
    const session = database?.session({ kind: 'SYSTEM' });
    const rows = await session?.query('select action, code, subject, record_ids as ids from denied_attempt');
    await session?.release();
    return rows ?? [];
  };

  beforeAll(async () => {
    records = new Records(platform);
    await platform.import('importPartners', [
      { external_id: 'north', name: 'Northern reseller' },
      { external_id: 'south', name: 'Southern reseller' },
    ]);
    await platform.import('importCustomers', [
      { external_id: 'oslo', name: 'Oslo Bank', csi: 'OSLO-1', partner: 'north' },
      { external_id: 'rome', name: 'Rome Rail', csi: 'ROME-1', partner: 'south' },
    ]);
    await platform.settled();
    const { data } = await platform.ask<
      Record<'partners' | 'customers', { nodes: { id: string; externalId: string }[] }>
    >(ADMIN, '{ partners { nodes { id externalId } } customers { nodes { id externalId } } }');
    for (const { id, externalId } of data?.partners.nodes ?? []) partners.set(externalId, id);
    for (const { id, externalId } of data?.customers.nodes ?? []) customers.set(externalId, id);
  }, 60_000);

  it('sees its own customers alone, in either header', async () => {
    const { secret } = await issue('north', 'READ');
    const question = '{ customers { totalCount nodes { name } } apiKeys { totalCount } }';
    const ways: Record<string, string>[] = [{ authorization: `Bearer ${secret}` }, { 'x-api-key': secret }];
    for (const headers of ways) {
      expect(await send(headers, question)).toEqual({
        status: 200,
        data: {
          customers: { totalCount: 1, nodes: [{ name: 'Oslo Bank' }] },
          apiKeys: { totalCount: 1 },
        },
        errors: [],
      });
    }
  });

  it('opens tickets for its own customers, under the name of the key', async () => {
    const { id, secret } = await issue('north', 'READ', 'SUPPORT');
    const { data, errors } = await open(secret, 'oslo');
    expect(errors).toEqual([]);
    expect(data?.openTicket).toMatchObject({ ticket: { customer: { name: 'Oslo Bank' } }, userErrors: [] });
    const session = platform.subgraphs.get('tickets')?.database.session({ kind: 'SYSTEM' });
    const rows = await session?.query('select subject, actor_id from history where record_id = $1', [
      data?.openTicket.ticket?.id,
    ]);
    await session?.release();
    expect(rows).toEqual([{ subject: id, actor_id: id }]);
  });

  it('is told that another’s customer does not exist, and leaves no trace but the audit record', async () => {
    const { id, secret } = await issue('north', 'READ', 'SUPPORT');
    expect((await send({ 'x-api-key': secret }, '{ __typename }')).status).toBe(200);
    await platform.settled();
    const before = await records.fingerprint();
    const recorded = (await attempts('tickets')).length;
    const { data } = await open(secret, 'rome');
    expect(data?.openTicket).toMatchObject({
      ticket: null,
      userErrors: [{ code: 'NOT_FOUND', path: ['customerId'] }],
    });
    const ghost = 'cus_01h455vb4pex5vsknk084sn02q';
    const rome = customers.get('rome') ?? '';
    customers.set('ghost', ghost);
    const { data: none } = await open(secret, 'ghost');
    expect(JSON.stringify(none).replace(ghost, rome)).toBe(JSON.stringify(data));
    expect(await records.fingerprint()).toEqual(before);
    expect((await attempts('tickets')).slice(recorded)).toEqual([
      { action: 'openTicket', code: 'NOT_FOUND', subject: id, ids: [rome] },
      { action: 'openTicket', code: 'NOT_FOUND', subject: id, ids: [ghost] },
    ]);
  });

  it('does nothing its scopes do not allow, imports nothing, and makes no keys', async () => {
    const reader = await issue('north', 'READ');
    expect((await open(reader.secret, 'oslo')).data?.openTicket).toMatchObject({
      ticket: null,
      userErrors: [
        { code: 'FORBIDDEN', message: 'This API key lacks the scope SUPPORT. Use a key that has it.' },
      ],
    });
    const { data } = await send<{ createApiKey: Payload }>(
      { 'x-api-key': reader.secret },
      `mutation { createApiKey(input: { idempotencyKey: "x", name: "x", scopes: [READ, ORDERS] }) { userErrors { code } } }`,
    );
    expect(data?.createApiKey.userErrors).toEqual([{ code: 'FORBIDDEN' }]);
    const imported = await send(
      { 'x-api-key': reader.secret },
      'mutation { importCustomers(input: { rows: [] }) { read } }',
    );
    expect(imported.errors[0]?.extensions?.code).toBe('FORBIDDEN');

    const blind = await issue('north', 'SUPPORT');
    const read = await send(
      { 'x-api-key': blind.secret },
      '{ customers { totalCount } tickets { totalCount } }',
    );
    expect(new Set(read.errors.map(({ extensions }) => extensions?.code))).toEqual(new Set(['FORBIDDEN']));
    expect(JSON.stringify(read.data)).not.toMatch(/[0-9]/);
    // What it does is done; what other services would tell of it is not told.
    const opened = await open(blind.secret, 'oslo');
    expect(opened.data?.openTicket).toMatchObject({ ticket: { customer: { name: null } }, userErrors: [] });
    expect(opened.errors[0]?.extensions?.code).toBe('FORBIDDEN');
  });

  it('is refused once its key is revoked, in the words used for a key that never was', async () => {
    const { id, secret } = await issue('south', 'READ');
    await platform.ask(
      ADMIN,
      `mutation ($id: ID!) { revokeApiKey(input: { id: $id, expectedVersion: 1, reason: "leaked" }) { userErrors { code } } }`,
      { id },
    );
    const revoked = await send({ 'x-api-key': secret }, '{ customers { totalCount } }');
    const unknown = await send(
      { 'x-api-key': `plk_000000000000_${'a'.repeat(43)}` },
      '{ customers { totalCount } }',
    );
    expect(revoked).toEqual(unknown);
    expect(revoked).toMatchObject({ status: 401, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    expect((await attempts('entitlements')).slice(-2)).toEqual([
      { action: 'authenticate', code: 'KEY_REVOKED', subject: id, ids: [id] },
      { action: 'authenticate', code: 'KEY_UNKNOWN', subject: 'anonymous', ids: [] },
    ]);
  });
});

describe('an API key where the service that keeps it is another process', () => {
  let server: SubgraphServer;
  let gateway: Gateway;
  // Declared before the service, so that it lets go of its database before that is dropped.
  afterAll(async () => {
    await gateway?.stop();
    await server?.stop();
  });
  const definition = { database: entitlementsDatabase, create: createEntitlementsSubgraph };
  const service = testSubgraph(definition);
  const secret = 'a-secret-of-the-gateway-and-its-services';

  beforeAll(async () => {
    server = await serveSubgraph({ subgraph: service.subgraph, port: 0, host: '127.0.0.1', secret });
    gateway = await createGateway({
      supergraph: composeSupergraph([
        { name: 'entitlements', sdl: service.subgraph.sdl, url: 'http://entitlements/graphql' },
      ]),
      subgraphs: [{ name: 'entitlements', url: `http://127.0.0.1:${server.port}/graphql` }],
      internalTokenSecret: secret,
      authentication: { local: readLocalKey('a-key-of-this-test-run-and-of-no-other-platform') },
      port: 0,
      host: '127.0.0.1',
      logger: testLogger(),
    });
  }, 60_000);

  it('is looked up over HTTP under the gateway’s own signature, and its scopes travel along', async () => {
    const { createPartner } = await service.run<{ createPartner: { partner: { id: string } } }>(
      'mutation { createPartner(input: { idempotencyKey: "p", name: "Nordic" }) { partner { id } } }',
    );
    const issue = async (...scopes: string[]) => {
      const input = {
        idempotencyKey: scopes.join(),
        partnerId: createPartner.partner.id,
        name: 'shop',
        scopes,
      };
      const { createApiKey } = await service.run<{ createApiKey: { secret: string } }>(
        'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret } }',
        { input },
      );
      return createApiKey.secret;
    };
    const ask = async (key: string) => {
      const response = await fetch(gateway.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-api-key': key },
        body: JSON.stringify({ query: '{ partners { nodes { name } } }' }),
      });
      return (await response.json()) as { data?: unknown; errors?: { extensions: { code: string } }[] };
    };
    expect(await ask(await issue('READ'))).toEqual({ data: { partners: { nodes: [{ name: 'Nordic' }] } } });
    expect((await ask(await issue('ORDERS'))).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await ask(`plk_000000000000_${'a'.repeat(43)}`)).errors?.[0]?.extensions.code).toBe(
      'UNAUTHENTICATED',
    );
  });
});
