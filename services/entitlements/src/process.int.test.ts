import 'reflect-metadata';
import { readServiceConfig, signInternalToken, startService } from '@plimsoll/shared';
import { emptyTestDatabase, testCallers } from '@plimsoll/shared/testing';
import { createEntitlementsSubgraph, entitlementsDatabase } from './subgraph.js';

const database = emptyTestDatabase('process');
const bus = emptyTestDatabase('process_bus');
const secret = 'a secret of at least thirty-two characters';

describe('the process of the service', () => {
  it('serves whom the gateway vouches for, refuses all others, and stops', async () => {
    const config = readServiceConfig('DATABASE_URL_ENTITLEMENTS', {
      DATABASE_URL_ENTITLEMENTS: database.url,
      BUS_URL: bus.url,
      INTERNAL_TOKEN_SECRET: secret,
      PORT: '0',
      LOG_LEVEL: 'fatal',
    });
    const running = await startService(
      { database: entitlementsDatabase, create: createEntitlementsSubgraph },
      config,
    );
    const address = `http://127.0.0.1:${running.port}`;
    try {
      const ask = (headers: Record<string, string>) =>
        fetch(`${address}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify({ query: '{ products { totalCount } }' }),
        });
      expect((await ask({})).status).toBe(401);
      const token = await signInternalToken(testCallers.agent, 'request-1', secret);
      const answer = await ask({ authorization: `Bearer ${token}` });
      expect(await answer.json()).toEqual({ data: { products: { totalCount: 0 } } });
      const ready = await fetch(`${address}/health/ready`);
      expect(await ready.json()).toEqual({ status: 'ready', database: 'up', lagging: 0, parked: 0 });
    } finally {
      await running.stop();
    }
    await expect(fetch(`${address}/health/live`)).rejects.toThrow('fetch failed');
  });

  it('says which variables are missing or malformed, and never a value', () => {
    const read = () =>
      readServiceConfig('DATABASE_URL_ENTITLEMENTS', {
        BUS_URL: 'mysql://user:password@host/x',
        INTERNAL_TOKEN_SECRET: 'short',
        PORT: 'x',
      });
    for (const name of ['DATABASE_URL_ENTITLEMENTS', 'BUS_URL', 'INTERNAL_TOKEN_SECRET', 'PORT']) {
      expect(read).toThrow(name);
    }
    expect(read).not.toThrow('password');
    expect(read).not.toThrow('short');
  });
});
