import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigError, signInternalToken } from '@plimsoll/shared';
import { exportJWK, SignJWT, UnsecuredJWT } from 'jose';
import { TwoServices } from '../testing/two-services.js';
import { mintToken, readLocalKey } from './local-key.js';

const SECRET = 'a-secret-of-at-least-thirty-two-characters';
const OIDC_ISSUER = 'https://login.example.test/';

interface Claims {
  sub?: string;
  iss?: string;
  aud?: string;
  exp?: number | null;
  nbf?: number;
  roles?: string[];
}

/** A token that is right but for what the case changes. */
function sign(claims: Claims, algorithm: string, key: Uint8Array | KeyObject): Promise<string> {
  const { exp, ...rest } = claims;
  const now = Math.floor(Date.now() / 1000);
  const payload = { sub: 'ada', iss: 'plimsoll', aud: 'plimsoll', roles: ['admin'], ...rest };
  const token = new SignJWT(payload).setProtectedHeader({ alg: algorithm, kid: 'k1' });
  if (exp !== null) token.setExpirationTime(exp ?? now + 60);
  return token.sign(key);
}

const bytes = (text: string) => new TextEncoder().encode(text);
const seconds = (offset: number) => Math.floor(Date.now() / 1000) + offset;

describe('authentication', () => {
  let platform: TwoServices;
  let provider: Server;
  let providerUrl: string;
  let providerDown = false;
  const published = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });

  beforeAll(async () => {
    const jwk = { ...(await exportJWK(published.publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' };
    provider = createServer((_request, response) => {
      response.statusCode = providerDown ? 500 : 200;
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [jwk] }));
    });
    await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
    providerUrl = `http://127.0.0.1:${(provider.address() as AddressInfo).port}/jwks`;
    platform = await TwoServices.start({
      authentication: {
        local: readLocalKey(SECRET),
        oidc: { issuer: OIDC_ISSUER, audience: 'plimsoll-api', jwksUrl: providerUrl },
      },
    });
  });

  afterAll(async () => {
    await platform.stop();
    provider.closeAllConnections();
    await new Promise((resolve) => provider.close(resolve));
  });

  const oidc = (claims: Claims, algorithm = 'RS256', key: Uint8Array | KeyObject = published.privateKey) =>
    sign({ iss: OIDC_ISSUER, aud: 'plimsoll-api', ...claims }, algorithm, key);

  const refused: [string, () => Promise<string> | string, string][] = [
    ['no token', () => '', 'This request carries no token.'],
    ['another scheme', () => 'Basic YWRhOmFkYQ==', 'holds no bearer token'],
    ['no JWT', () => 'Bearer hello', 'holds no bearer token'],
    [
      'another secret',
      async () => `Bearer ${await sign({}, 'HS256', bytes('x'.repeat(40)))}`,
      'not accepted',
    ],
    [
      'HS512 with the right secret',
      async () => `Bearer ${await sign({}, 'HS512', bytes(SECRET.repeat(2)))}`,
      'not accepted',
    ],
    [
      'HS512 with the same secret',
      async () => `Bearer ${await sign({}, 'HS512', bytes(SECRET))}`,
      'not accepted',
    ],
    [
      'no signature',
      () =>
        `Bearer ${new UnsecuredJWT({ sub: 'ada', iss: 'plimsoll', aud: 'plimsoll', exp: seconds(60) }).encode()}x`,
      'not accepted',
    ],
    [
      'an expired one',
      async () => `Bearer ${await sign({ exp: seconds(-60) }, 'HS256', bytes(SECRET))}`,
      'has expired',
    ],
    ['no expiry', async () => `Bearer ${await sign({ exp: null }, 'HS256', bytes(SECRET))}`, 'not accepted'],
    [
      'one not valid yet',
      async () => `Bearer ${await sign({ nbf: seconds(600) }, 'HS256', bytes(SECRET))}`,
      'not accepted',
    ],
    [
      'another audience',
      async () => `Bearer ${await sign({ aud: 'other' }, 'HS256', bytes(SECRET))}`,
      'not accepted',
    ],
    [
      'another issuer',
      async () => `Bearer ${await sign({ iss: 'other' }, 'HS256', bytes(SECRET))}`,
      'not accepted',
    ],
    [
      'a provider token of a key not published',
      async () => `Bearer ${await oidc({}, 'RS256', stranger.privateKey)}`,
      'not accepted',
    ],
    [
      'a provider token for another audience',
      async () => `Bearer ${await oidc({ aud: 'plimsoll' })}`,
      'not accepted',
    ],
    ['a provider token without expiry', async () => `Bearer ${await oidc({ exp: null })}`, 'not accepted'],
    [
      'an HMAC under the published key',
      async () => {
        const pem = published.publicKey.export({ type: 'spki', format: 'pem' });
        return `Bearer ${await oidc({}, 'HS256', bytes(String(pem)))}`;
      },
      'not accepted',
    ],
    [
      'the gateway’s own internal token',
      async () =>
        `Bearer ${await signInternalToken({ subject: 'x', roles: ['admin'] }, 'r', platform.internalSecret)}`,
      'not accepted',
    ],
  ];

  it.each(refused)('refuses %s', async (_name, header, message) => {
    const { status, errors, data, headers } = await platform.ask(
      '{ caller }',
      {},
      { authorization: await header() },
    );
    expect(status).toBe(401);
    expect(data).toBeUndefined();
    expect(headers.get('www-authenticate')).toBe('Bearer realm="plimsoll"');
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.message).toContain(message);
    expect(errors?.[0]?.extensions).toEqual({ code: 'UNAUTHENTICATED' });
    expect(platform.seen.principals).toEqual([]);
  });

  it('refuses introspection without a token', async () => {
    const { status } = await platform.ask('{ __schema { queryType { name } } }', {}, { authorization: '' });
    expect(status).toBe(401);
  });

  it('turns the claims of a token into the principal that a service sees', async () => {
    const principal = {
      subject: 'bea',
      roles: ['partner', 'contact'] as const,
      personId: 'per_1',
      partnerId: 'par_1',
      customerId: 'cus_1',
      contactId: 'con_1',
    };
    const token = await mintToken(principal, platform.key, 60);
    const { data } = await platform.ask('{ caller }', {}, { authorization: `Bearer ${token}` });
    expect(JSON.parse(String(data?.['caller']))).toEqual(principal);
    platform.seen.principals.length = 0;
  });

  it('ignores roles it does not know, and headers that claim to come from the gateway', async () => {
    const token = await sign({ roles: ['analyst', 'root'] }, 'HS256', bytes(SECRET));
    const { data } = await platform.ask(
      '{ caller }',
      {},
      {
        authorization: `Bearer ${token}`,
        'x-principal': '{"roles":["admin"]}',
        'x-plimsoll-internal': 'forged',
      },
    );
    expect(JSON.parse(String(data?.['caller']))).toEqual({ subject: 'ada', roles: ['analyst'] });
  });

  it('takes the tokens of the identity provider, and says so when its keys cannot be read', async () => {
    const token = await oidc({ sub: 'olga', roles: ['manager'] });
    const { data } = await platform.ask('{ caller }', {}, { authorization: `Bearer ${token}` });
    expect(JSON.parse(String(data?.['caller']))).toEqual({ subject: 'olga', roles: ['manager'] });

    providerDown = true;
    const lonely = await TwoServices.start({
      authentication: { oidc: { issuer: OIDC_ISSUER, audience: 'plimsoll-api', jwksUrl: providerUrl } },
    });
    const answer = await lonely.ask('{ caller }', {}, { authorization: `Bearer ${token}` });
    expect(answer.status).toBe(503);
    expect(answer.errors?.[0]?.extensions).toEqual({ code: 'AUTHENTICATION_UNAVAILABLE' });
    providerDown = false;
    await lonely.stop();
  });

  it('takes Ed25519 keys, and only mints with the private one', async () => {
    const pair = generateKeyPairSync('ed25519');
    const privateKey = readLocalKey(String(pair.privateKey.export({ type: 'pkcs8', format: 'pem' })));
    const publicKey = readLocalKey(String(pair.publicKey.export({ type: 'spki', format: 'pem' })));
    const other = await TwoServices.start({ authentication: { local: publicKey } });
    const token = await mintToken({ subject: 'eve', roles: [] }, privateKey, 60);
    const good = await other.ask('{ caller }', {}, { authorization: `Bearer ${token}` });
    expect(good.data).toEqual({ caller: '{"subject":"eve","roles":[]}' });
    const bad = await other.ask('{ caller }', {}, { authorization: `Bearer ${await other.token()}` });
    expect(bad.status).toBe(401);
    await expect(mintToken({ subject: 'eve', roles: [] }, publicKey, 60)).rejects.toThrow(ConfigError);
    await other.stop();
  });

  it('says what is wrong with a key', () => {
    expect(() => readLocalKey('short')).toThrow('at least 32 characters');
    expect(() => readLocalKey('-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----')).toThrow(
      'not a readable',
    );
    const rsa = String(stranger.privateKey.export({ type: 'pkcs8', format: 'pem' }));
    expect(() => readLocalKey(rsa)).toThrow('must be an Ed25519 key');
  });

  it('lets a developer read the schema without a token, and nothing else', async () => {
    const open = await TwoServices.start({ development: true });
    const send = (query: string) => open.post(JSON.stringify({ query }), {});
    expect((await send('{ __schema { queryType { name } } }')).data).toEqual({
      __schema: { queryType: { name: 'Query' } },
    });
    expect((await send('{ __typename caller }')).status).toBe(401);
    expect((await send('{ ...F } fragment F on Query { caller }')).status).toBe(401);
    expect((await send('{ caller }')).status).toBe(401);
    await open.stop();
  });
});
