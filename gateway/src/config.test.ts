import { ConfigError } from '@plimsoll/shared';
import { readProcessConfig } from './config.js';

const COMPLETE = {
  SUBGRAPH_URL_ENTITLEMENTS: 'http://entitlements:4001/graphql',
  SUBGRAPH_URL_TICKETS: 'http://tickets:4002/graphql',
  SUBGRAPH_URL_ASSETS: 'http://assets:4003/graphql',
  SUBGRAPH_URL_ANALYTICS: 'http://analytics:4004/graphql',
  INTERNAL_TOKEN_SECRET: 'internal-secret-of-thirty-two-characters',
  LOCAL_TOKEN_KEY: 'local-secret-of-at-least-thirty-two-characters',
};

describe('the configuration of the process', () => {
  it('has a default for everything that has a sane one', () => {
    const config = readProcessConfig(COMPLETE);
    expect(config).toMatchObject({ port: 4000, logLevel: 'info', development: false });
    expect(config.requestTimeoutMilliseconds).toBe(30_000);
    expect(config.subgraphs.map(({ name }) => name)).toEqual([
      'entitlements',
      'tickets',
      'assets',
      'analytics',
    ]);
    expect(config.authentication.local?.algorithm).toBe('HS256');
    expect(config.authentication.oidc).toBeUndefined();
  });

  it('names every variable at fault, and shows no value', () => {
    const { SUBGRAPH_URL_TICKETS: _missing, ...incomplete } = COMPLETE;
    const read = () =>
      readProcessConfig({ ...incomplete, PORT: '70000', INTERNAL_TOKEN_SECRET: 'too-short' });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(/PORT/);
    expect(read).toThrow(/SUBGRAPH_URL_TICKETS: must be an http\(s\) address/);
    expect(read).toThrow(/INTERNAL_TOKEN_SECRET: must have at least 32 characters/);
    expect(read).not.toThrow(/too-short/);
  });

  it('takes an identity provider whole or not at all', () => {
    const whole = {
      OIDC_ISSUER: 'https://login.example.test/',
      OIDC_AUDIENCE: 'plimsoll',
      OIDC_JWKS_URL: 'https://login.example.test/jwks',
    };
    expect(readProcessConfig({ ...COMPLETE, ...whole }).authentication.oidc).toEqual({
      issuer: 'https://login.example.test/',
      audience: 'plimsoll',
      jwksUrl: 'https://login.example.test/jwks',
    });
    expect(() => readProcessConfig({ ...COMPLETE, OIDC_ISSUER: whole.OIDC_ISSUER })).toThrow(
      'must be set together',
    );
  });
});
