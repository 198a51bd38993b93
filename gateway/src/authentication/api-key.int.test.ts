import { createHash } from 'node:crypto';
import { print } from 'graphql';
import type { Principal } from '@plimsoll/shared';
import { createGateway } from '../gateway.js';
import type { LocalSubgraph } from '../subgraphs/index.js';
import { TwoServices } from '../testing/two-services.js';

const SECRET = `plk_0123456789ab_${'a'.repeat(43)}`;
const QUESTION = JSON.stringify({ query: '{ customers(first: 1) { nodes { id } } }' });
const ACCEPTED = { keyId: 'key_1', partnerId: 'par_1', scopes: ['READ'], validUntil: '2999-01-01T00:00:00Z' };

describe('a request with an API key', () => {
  const platform = new TwoServices();
  const asked: { principal: Principal; document: string; variables: Record<string, unknown> }[] = [];
  const keeper: LocalSubgraph = {
    name: 'entitlements',
    ready: async () => ({ status: 'ready', database: 'up', lagging: 0, parked: 0 }),
    run: async ({ document, variables, principal }) => {
      asked.push({ document: print(document), variables, principal });
      const { hash } = variables['attempt'] as { hash: string };
      const known = hash === createHash('sha256').update(SECRET).digest('hex');
      return { data: { apiKeyCaller: known ? ACCEPTED : null } };
    },
  };

  beforeAll(async () => {
    await platform.startRemote();
    const options = platform.options();
    platform.gateway = await createGateway({ ...options, subgraphs: [...options.subgraphs, keeper] });
  });
  afterAll(() => platform.stop());

  it('is answered as its partner, in either header', async () => {
    for (const headers of [
      { authorization: `Bearer ${SECRET}` },
      { authorization: `bearer  ${SECRET}` },
      { 'x-api-key': SECRET },
    ] as Record<string, string>[]) {
      const answer = await platform.post(QUESTION, headers);
      expect(answer.errors).toBeUndefined();
      expect(answer.status).toBe(200);
      expect(platform.seen.principals.at(-1)).toEqual({
        subject: 'key_1',
        roles: ['partner'],
        partnerId: 'par_1',
        keyScopes: ['READ'],
      });
    }
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      principal: { subject: 'gateway', roles: [], gateway: true },
      variables: { attempt: { hint: '0123456789ab' } },
    });
  });

  it('is refused with a key that is not accepted, or with a token beside it', async () => {
    const refused = await platform.post(QUESTION, { 'x-api-key': `${SECRET.slice(0, -1)}b` });
    expect(refused.status).toBe(401);
    expect(refused.errors?.[0]).toEqual({
      message: 'The API key is not accepted by this platform.',
      extensions: { code: 'UNAUTHENTICATED' },
    });
    const both = await platform.post(QUESTION, {
      'x-api-key': SECRET,
      authorization: `Bearer ${await platform.token()}`,
    });
    expect(both.status).toBe(401);
    expect(both.errors?.[0]?.message).toContain('Send one of them');
    const empty = await platform.post(QUESTION, { 'x-api-key': '' });
    expect(empty.status).toBe(401);
  });

  it('is not answered what the gateway alone may ask', async () => {
    const { errors } = await platform.ask('{ apiKeyCaller(attempt: { hint: "a", hash: "b" }) { keyId } }');
    expect(errors?.[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('gets 429 with the time to wait once its address has guessed too often', async () => {
    let last = await platform.post(QUESTION, { 'x-api-key': SECRET });
    for (let index = 0; index < 31 && last.status !== 429; index += 1) {
      const guess = `plk_0123456789ab_${String(index).padStart(43, 'c')}`;
      last = await platform.post(QUESTION, { 'x-api-key': guess });
    }
    expect(last.status).toBe(429);
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(last.errors?.[0]?.extensions['code']).toBe('TOO_MANY_ATTEMPTS');
    expect((await platform.post(QUESTION, { 'x-api-key': SECRET })).status).toBe(200);
  });

  it('leaves its secret in no line of the log', () => {
    const log = platform.log.join('\n');
    expect(log).toContain('key_1');
    expect(log).not.toContain('a'.repeat(43));
    expect(JSON.stringify(asked)).not.toContain('a'.repeat(43));
  });
});
