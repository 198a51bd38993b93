import 'reflect-metadata';
import { createHash } from 'node:crypto';
import pg from 'pg';
import type { Principal } from '@plimsoll/shared';
import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { createEntitlementsSubgraph, entitlementsDatabase } from '../subgraph.js';
import { flushUses } from './api-key-usage.js';

let now = new Date('2026-03-10T12:00:00Z');
const service = testSubgraph({
  database: entitlementsDatabase,
  create: (dependencies) => createEntitlementsSubgraph({ ...dependencies, clock: () => now }),
});

const KEY = 'id version name scopes status expiresAt rotatedAt revokedAt revokeReason partner { id }';
const PAYLOAD = `apiKey { ${KEY} secrets { hint validUntil lastUsedAt } } secret userErrors { code path }`;
const CREATE = `mutation ($input: CreateApiKeyInput!) { answer: createApiKey(input: $input) { ${PAYLOAD} } }`;
const ROTATE = `mutation ($input: RotateApiKeyInput!) { answer: rotateApiKey(input: $input) { ${PAYLOAD} } }`;
const REVOKE = `mutation ($input: RevokeApiKeyInput!) { answer: revokeApiKey(input: $input) { ${PAYLOAD} } }`;
const READ = `query ($id: ID!) { apiKey(id: $id) { ${KEY} lastUsedAt secrets { hint validUntil } } }`;

interface Key {
  id: string;
  version: number;
  scopes: string[];
  status: string;
  lastUsedAt: string | null;
  secrets: { hint: string; validUntil: string | null; lastUsedAt: string | null }[];
}
interface Payload {
  apiKey: Key | null;
  secret: string | null;
  userErrors: { code: string; path: string[] }[];
}

const GATEWAY: Principal = { subject: 'gateway', roles: [], gateway: true };
let partnerId = '';
let otherId = '';
let belowId = '';
let made = 0;

async function mutate(document: string, input: object, caller?: Principal): Promise<Payload> {
  return (await service.run<{ answer: Payload }>(document, { input }, caller)).answer;
}

function create(input: object = {}, caller?: Principal): Promise<Payload> {
  made += 1;
  const whole = { idempotencyKey: `k${made}`, partnerId, name: 'shop', scopes: ['READ', 'ORDERS'], ...input };
  return mutate(CREATE, whole, caller);
}

/** What the gateway is answered for a secret. */
async function callerOf(secret: string, caller = GATEWAY): Promise<unknown> {
  const hash = createHash('sha256').update(secret).digest('hex');
  const { apiKeyCaller } = await service.run<{ apiKeyCaller: unknown }>(
    `query ($attempt: ApiKeyAttempt!) { apiKeyCaller(attempt: $attempt) { keyId partnerId scopes validUntil } }`,
    { attempt: { hint: secret.slice(4, 16), hash } },
    caller,
  );
  return apiKeyCaller;
}

async function attempts(): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: service.test.url });
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(
    'select action, code, subject, record_ids, request_id from denied_attempt order by seq',
  );
  await client.end();
  return rows;
}

/** Everything any table of the database holds, as text; bytes in hexadecimal. */
async function everythingStored(): Promise<string> {
  const client = new pg.Client({ connectionString: service.test.url });
  await client.connect();
  const tables = await client.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  let text = '';
  for (const { name } of tables.rows) {
    const { rows } = await client.query<{ row: string }>(`select t::text as row from ${name} t`);
    text += rows.map(({ row }) => row).join('\n');
  }
  await client.end();
  return text;
}

const asSecret = (value: string | null) => value ?? '';

beforeAll(async () => {
  const partner = (name: string, parentId: string | null = null) =>
    service
      .run<{ createPartner: { partner: { id: string } } }>(
        `mutation ($input: CreatePartnerInput!) { createPartner(input: $input) { partner { id } } }`,
        { input: { idempotencyKey: name, name, parentId } },
      )
      .then(({ createPartner }) => createPartner.partner.id);
  partnerId = await partner('Nordic Resale');
  otherId = await partner('Iberia Resale');
  belowId = await partner('Oslo Resale', partnerId);
});

describe('an API key', () => {
  it('is made by staff, tells its secret once, and stands for exactly its partner', async () => {
    const input = {
      idempotencyKey: 'first',
      partnerId,
      name: ' Web shop ',
      scopes: ['ORDERS', 'READ', 'READ'],
    };
    const { apiKey, secret, userErrors } = await mutate(CREATE, input);
    expect(userErrors).toEqual([]);
    expect(secret).toMatch(/^plk_[0-9a-hj-kmnp-tv-z]{12}_[A-Za-z0-9_-]{43}$/);
    expect(apiKey).toEqual({
      id: expect.stringMatching(/^key_[0-9a-z]{26}$/) as string,
      version: 1,
      name: 'Web shop',
      scopes: ['ORDERS', 'READ'],
      status: 'ACTIVE',
      expiresAt: '2027-03-10T12:00:00.000Z',
      rotatedAt: null,
      revokedAt: null,
      revokeReason: null,
      partner: { id: partnerId },
      secrets: [{ hint: secret?.slice(4, 16), validUntil: null, lastUsedAt: null }],
    });
    expect(await mutate(CREATE, input)).toEqual({ apiKey, secret: null, userErrors: [] });
    expect(await callerOf(asSecret(secret))).toEqual({
      keyId: apiKey?.id,
      partnerId,
      scopes: ['ORDERS', 'READ'],
      validUntil: '2027-03-10T12:00:00.000Z',
    });
    expect((await service.events()).at(-1)).toMatchObject({
      type: 'plimsoll.api_key.created.v1',
      data: { partnerId, scopes: ['ORDERS', 'READ'] },
    });
  });

  it('is made by a partner for itself alone, and never by a key', async () => {
    const partner = testCallers.partner(partnerId);
    const own = await create({ partnerId: null }, partner);
    expect(own.apiKey).toMatchObject({ partner: { id: partnerId } });
    const refusals: [object, Principal, string, string[]][] = [
      [{ partnerId: otherId }, partner, 'NOT_FOUND', ['partnerId']],
      [{ partnerId: belowId }, partner, 'NOT_FOUND', ['partnerId']],
      [{}, testCallers.agent, 'NOT_FOUND', []],
      [{}, testCallers.contact('cus_1'), 'NOT_FOUND', []],
      [{}, { ...partner, keyScopes: ['READ', 'ORDERS'] }, 'FORBIDDEN', []],
      [{ scopes: [] }, partner, 'INVALID', ['scopes']],
      [{ expiresAt: '2026-03-10T12:00:00Z' }, partner, 'INVALID', ['expiresAt']],
      [{ expiresAt: '2036-03-10T12:00:00Z' }, partner, 'INVALID', ['expiresAt']],
    ];
    const events = (await service.events()).length;
    for (const [input, caller, code, path] of refusals) {
      expect(await create(input, caller)).toEqual({
        apiKey: null,
        secret: null,
        userErrors: [{ code, path }],
      });
    }
    expect((await service.events()).length).toBe(events);
  });

  it('is shown to staff and to its own partner, not to those above, below or beside', async () => {
    const { apiKey } = await create({ partnerId: belowId });
    const id = apiKey?.id ?? '';
    const seen = async (caller?: Principal) =>
      (await service.run<{ apiKey: Key | null }>(READ, { id }, caller)).apiKey?.id ?? null;
    expect(await seen()).toBe(id);
    expect(await seen(testCallers.executive)).toBe(id);
    expect(await seen(testCallers.partner(belowId))).toBe(id);
    for (const caller of [
      testCallers.partner(partnerId),
      testCallers.partner(otherId),
      testCallers.contact('cus_1'),
      testCallers.analyst,
      testCallers.nobody,
    ]) {
      expect(await seen(caller)).toBeNull();
    }
    const revoked = await mutate(
      REVOKE,
      { id, expectedVersion: 1, reason: 'mine now' },
      testCallers.partner(otherId),
    );
    expect(revoked).toMatchObject({ apiKey: null, userErrors: [{ code: 'NOT_FOUND', path: ['id'] }] });
    expect(await service.run(READ, { id })).toMatchObject({ apiKey: { version: 1, status: 'ACTIVE' } });
    expect((await attempts()).at(-1)).toEqual({
      action: 'revokeApiKey',
      code: 'NOT_FOUND',
      subject: `partner-${otherId}`,
      record_ids: [id],
      request_id: 'test',
    });
  });

  it('is listed by page and filter, of all partners and of one, with as many statements for many as for one', async () => {
    const list = async (filter: object, caller?: Principal) =>
      (
        await service.run<{ apiKeys: { totalCount: number; nodes: { name: string }[] } }>(
          `query ($filter: ApiKeyFilter) { apiKeys(first: 2, filter: $filter, orderBy: { field: NAME })
             { totalCount nodes { name } pageInfo { hasNextPage } } }`,
          { filter },
          caller,
        )
      ).apiKeys;
    for (const name of ['list a', 'list b', 'list c']) {
      await create({ partnerId: otherId, name, scopes: name === 'list b' ? ['SUPPORT'] : ['READ'] });
    }
    expect(await list({ search: 'LIST' })).toMatchObject({
      totalCount: 3,
      nodes: [{ name: 'list a' }, { name: 'list b' }],
      pageInfo: { hasNextPage: true },
    });
    expect(await list({ partnerId: otherId, scope: 'SUPPORT', status: 'ACTIVE' })).toMatchObject({
      totalCount: 1,
      nodes: [{ name: 'list b' }],
    });
    expect((await list({ status: 'REVOKED', partnerId: otherId })).totalCount).toBe(0);
    expect((await list({}, testCallers.partner(otherId))).totalCount).toBe(3);
    const nested = (first: number) =>
      service.countStatements(
        `query ($first: Int!) { partners(first: $first) { nodes { id apiKeys(first: 2) { totalCount
           nodes { id lastUsedAt secrets { hint } history { nodes { reason } } } } } } }`,
        { first },
      );
    await nested(1);
    expect(await nested(3)).toBe(await nested(1));
  });

  it('gets a further secret, and the former one works until the overlap ends', async () => {
    const { apiKey, secret } = await create();
    const id = apiKey?.id ?? '';
    const partner = testCallers.partner(partnerId);
    const rotated = await mutate(
      ROTATE,
      { id, expectedVersion: 1, overlap: 'PT2H', reason: 'yearly' },
      partner,
    );
    expect(rotated.apiKey).toMatchObject({ id, version: 2, rotatedAt: '2026-03-10T12:00:00.000Z' });
    expect(rotated.secret).not.toBe(secret);
    expect(rotated.apiKey?.secrets.map(({ validUntil }) => validUntil).toSorted()).toEqual([
      '2026-03-10T14:00:00.000Z',
      null,
    ]);
    for (const input of [{ overlap: 'P31D' }, { overlap: 'P30DT1S' }]) {
      expect((await mutate(ROTATE, { id, expectedVersion: 2, ...input }, partner)).userErrors).toEqual([
        { code: 'INVALID', path: ['overlap'] },
      ]);
    }
    expect((await mutate(ROTATE, { id, expectedVersion: 1 }, partner)).userErrors).toEqual([
      { code: 'CONFLICT', path: ['expectedVersion'] },
    ]);
    const begun = now;
    try {
      now = new Date('2026-03-10T13:59:59.999Z');
      expect(await callerOf(asSecret(secret))).toMatchObject({
        keyId: id,
        validUntil: '2026-03-10T14:00:00.000Z',
      });
      now = new Date('2026-03-10T14:00:00.000Z');
      expect(await callerOf(asSecret(secret))).toBeNull();
      expect(await callerOf(asSecret(rotated.secret))).toMatchObject({ keyId: id });
    } finally {
      now = begun;
    }
    const { apiKey: kept } = await service.run<{ apiKey: { history: { nodes: unknown[] } } }>(
      `query ($id: ID!) { apiKey(id: $id) { history { nodes { reason fields { name } } } } }`,
      { id },
    );
    expect(kept.history.nodes[0]).toEqual({ reason: 'yearly', fields: [{ name: 'rotatedAt' }] });
  });

  it('is not accepted once it was revoked or has expired, and the audit log says which', async () => {
    const { apiKey, secret } = await create();
    const id = apiKey?.id ?? '';
    const brief = await create({ expiresAt: '2026-03-10T13:00:00Z' });
    const { apiKey: revoked } = await mutate(REVOKE, { id, expectedVersion: 1, reason: 'leaked' });
    expect(revoked).toMatchObject({ status: 'REVOKED', revokeReason: 'leaked', version: 2 });
    expect(await mutate(REVOKE, { id, expectedVersion: 2, reason: 'again' })).toMatchObject({
      apiKey: { version: 2, revokeReason: 'leaked' },
    });
    expect((await mutate(ROTATE, { id, expectedVersion: 2 })).userErrors).toEqual([
      { code: 'KEY_NOT_IN_FORCE', path: ['id'] },
    ]);
    const before = (await attempts()).length;
    const begun = now;
    try {
      now = new Date('2026-03-10T13:00:00Z');
      expect(await callerOf(asSecret(secret))).toBeNull();
      expect(await callerOf(asSecret(brief.secret))).toBeNull();
      expect(await callerOf(`${asSecret(brief.secret).slice(0, -1)}-`)).toBeNull();
      expect(await callerOf(`plk_zzzzzzzzzzzz_${'a'.repeat(43)}`)).toBeNull();
    } finally {
      now = begun;
    }
    const briefId = brief.apiKey?.id ?? '';
    const attempt = { action: 'authenticate', request_id: 'test' };
    expect((await attempts()).slice(before)).toEqual([
      { ...attempt, code: 'KEY_REVOKED', subject: id, record_ids: [id] },
      { ...attempt, code: 'KEY_EXPIRED', subject: briefId, record_ids: [briefId] },
      { ...attempt, code: 'KEY_UNKNOWN', subject: 'anonymous', record_ids: [briefId] },
      { ...attempt, code: 'KEY_UNKNOWN', subject: 'anonymous', record_ids: [] },
    ]);
  });

  it('is looked up for the gateway alone', async () => {
    const { secret } = await create();
    for (const caller of [testCallers.admin, testCallers.partner(partnerId), testCallers.nobody]) {
      const attempt = { hint: asSecret(secret).slice(4, 16), hash: '00' };
      const { errors } = await service.execute(
        `query ($attempt: ApiKeyAttempt!) { apiKeyCaller(attempt: $attempt) { keyId } }`,
        { attempt },
        caller,
      );
      expect(errors?.[0]?.extensions['code']).toBe('NOT_FOUND');
    }
    expect(service.subgraph.sdl).toMatch(/apiKeyCaller\([\s\S]*?\): ApiKeyCaller @inaccessible/);
    expect(service.subgraph.sdl).toContain('type ApiKeyCaller @inaccessible {');
    expect(service.subgraph.sdl).toContain('input ApiKeyAttempt @inaccessible {');
  });

  it('says when it was last used, noted at most once a minute and not while a request waits', async () => {
    const { apiKey, secret } = await create();
    const used = async () => {
      await flushUses(service.test.database);
      const { apiKey: key } = await service.run<{ apiKey: Key }>(READ, { id: apiKey?.id });
      return key.lastUsedAt;
    };
    await service.run(READ, { id: apiKey?.id });
    expect(await used()).toBeNull();
    const begun = now;
    try {
      await callerOf(asSecret(secret));
      expect(await used()).toBe('2026-03-10T12:00:00.000Z');
      now = new Date('2026-03-10T12:00:30Z');
      await callerOf(asSecret(secret));
      expect(await used()).toBe('2026-03-10T12:00:00.000Z');
      now = new Date('2026-03-10T12:01:01Z');
      await callerOf(asSecret(secret));
      expect(await used()).toBe('2026-03-10T12:01:01.000Z');
    } finally {
      now = begun;
    }
  });

  it('leaves its secret nowhere: not in any table, event or history', async () => {
    const first = await create();
    const second = await mutate(ROTATE, { id: first.apiKey?.id, expectedVersion: 1 });
    await callerOf(asSecret(first.secret));
    await callerOf(`${asSecret(second.secret).slice(0, -1)}-`);
    const stored = await everythingStored();
    for (const secret of [first.secret, second.secret]) {
      const [, hint = '', random = ''] = /^plk_([0-9a-z]{12})_(.*)$/.exec(asSecret(secret)) ?? [];
      expect(stored).toContain(hint);
      expect(stored).not.toContain(random);
      expect(stored).not.toContain(Buffer.from(random, 'base64url').toString('hex'));
      const hash = createHash('sha256').update(asSecret(secret)).digest('hex');
      expect(stored.split(hash)).toHaveLength(2);
    }
  });
});

describe('an API key without the scope', () => {
  const withScopes = (...keyScopes: ('READ' | 'ORDERS' | 'SUPPORT')[]): Principal => ({
    ...testCallers.partner(partnerId),
    keyScopes,
  });

  it('reads nothing, references included', async () => {
    const refused = await service.execute('{ partners { nodes { id } } }', {}, withScopes('ORDERS'));
    expect(refused.data ?? null).toBeNull();
    expect(refused.errors?.[0]).toMatchObject({
      message: 'This API key lacks the scope READ. Use a key that has it.',
      extensions: { code: 'FORBIDDEN' },
    });
    const reference = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Partner { name } } }`;
    const r = [{ __typename: 'Partner', id: partnerId }];
    expect((await service.execute(reference, { r }, withScopes('SUPPORT'))).errors).toHaveLength(1);
    expect(await service.run(reference, { r }, withScopes('READ'))).toEqual({
      _entities: [{ name: 'Nordic Resale' }],
    });
  });

  it('imports nothing, whatever scopes it has', async () => {
    const { errors } = await service.execute(
      `mutation { importPartners(input: { rows: [] }) { read } }`,
      {},
      withScopes('READ', 'ORDERS', 'SUPPORT'),
    );
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'FORBIDDEN' } });
  });
});

describe('the audit log of the service', () => {
  const LIST = `query ($filter: AuditEntryFilter, $after: String) { auditEntries(first: 2, after: $after, filter: $filter) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { outcome recordType recordIds version action code subject actor { id } requestId reason fields { name before after } } } }`;

  it('shows admins and managers who changed what and why, and who was refused', async () => {
    const { apiKey } = await create();
    const id = apiKey?.id ?? '';
    await mutate(REVOKE, { id, expectedVersion: 1, reason: 'lost laptop' });
    await mutate(REVOKE, { id, expectedVersion: 2, reason: 'x' }, testCallers.partner(otherId));
    const { auditEntries } = await service.run<{
      auditEntries: { pageInfo: { endCursor: string }; nodes: unknown[] };
    }>(LIST, { filter: { recordId: id } });
    expect(auditEntries).toMatchObject({
      totalCount: 3,
      nodes: [
        {
          outcome: 'DENIED',
          recordIds: [id],
          action: 'revokeApiKey',
          code: 'NOT_FOUND',
          subject: `partner-${otherId}`,
          requestId: 'test',
          fields: [],
        },
        {
          outcome: 'CHANGED',
          recordType: 'api_key',
          version: 2,
          subject: 'test-admin',
          reason: 'lost laptop',
          fields: expect.arrayContaining([
            { name: 'revokeReason', before: null, after: 'lost laptop' },
          ]) as unknown,
        },
      ],
    });
    const { auditEntries: rest } = await service.run<{ auditEntries: { nodes: unknown[] } }>(LIST, {
      filter: { recordId: id },
      after: auditEntries.pageInfo.endCursor,
    });
    expect(rest.nodes).toMatchObject([{ outcome: 'CHANGED', version: 1 }]);
    for (const caller of [testCallers.agent, testCallers.partner(partnerId), testCallers.nobody]) {
      expect(await service.run(LIST, {}, caller)).toMatchObject({
        auditEntries: { totalCount: 0, nodes: [] },
      });
    }
  });

  it('is verified by admins', async () => {
    const VERIFY =
      '{ verifyAuditLog { intact seals unsealedEntries latestSeal { hash } firstFault { fault } } }';
    expect(await service.run(VERIFY)).toEqual({
      verifyAuditLog: {
        intact: true,
        seals: 0,
        unsealedEntries: expect.any(Number) as number,
        latestSeal: null,
        firstFault: null,
      },
    });
    const { errors } = await service.execute(VERIFY, {}, testCallers.agent);
    expect(errors?.[0]?.extensions['code']).toBe('NOT_FOUND');
  });

  it('records a refusal that the caller did not ask to be told of', async () => {
    const { apiKey } = await create();
    const id = apiKey?.id ?? '';
    const before = (await attempts()).length;
    await service.run(
      'mutation ($input: RevokeApiKeyInput!) { revokeApiKey(input: $input) { __typename } }',
      { input: { id, expectedVersion: 1, reason: 'x' } },
      testCallers.partner(otherId),
    );
    expect((await attempts()).slice(before)).toMatchObject([{ action: 'revokeApiKey', record_ids: [id] }]);
  });

  it('has no trace of what a caller may simply correct', async () => {
    const before = (await attempts()).length;
    await create({ name: ' ' });
    await create({ expiresAt: '2020-01-01T00:00:00Z' });
    expect((await attempts()).length).toBe(before);
  });
});
