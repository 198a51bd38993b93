import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'graphql';
import { ADMIN, testPlatform } from './testing/test-platform.js';

interface Comparison {
  agrees: boolean | null;
  services: { producer: string; recordCount: number; differences: { noun: string; keptCount: number }[] }[];
}

describe('what the services have on record and what analytics knows of it, in a running platform', () => {
  const platform = testPlatform();

  const ask = async <Data>(query: string): Promise<Data> => {
    const result = await platform.subgraphs
      .get('analytics')
      ?.run({ document: parse(query), variables: {}, principal: ADMIN, requestId: 'test' });
    expect(result?.errors).toBeUndefined();
    return result?.data as Data;
  };
  async function compared(): Promise<Comparison> {
    await ask('mutation { compareRecords { userErrors { code } } }');
    for (;;) {
      const { recordComparison: found } = await ask<{ recordComparison: Comparison }>(
        '{ recordComparison { agrees services { producer recordCount differences { noun keptCount } } } }',
      );
      if (found.services.length === 3) return found;
      await sleep(50);
    }
  }

  it('agree, whatever was written, and once more after a rebuilding', async () => {
    await platform.import('importAgreements', [
      { external_id: 'gold', name: 'Gold', valid_from: '2020-01-01', uptime_target: '99.9' },
    ]);
    await platform.import('importProducts', [{ external_id: 'orders', name: 'Orders' }]);
    const customers = (name: string) =>
      Array.from({ length: 40 }, (_, n) => ({
        external_id: `c${n}`,
        name: `${name} ${n}`,
        time_zone: 'Europe/Berlin',
      }));
    await platform.import('importCustomers', customers('First'));
    await platform.import('importCustomers', customers('Second'));
    await platform.import('importAssets', [{ external_id: 'db', name: 'db', kind: 'database' }]);
    const first = await compared();
    expect(first).toEqual({
      agrees: true,
      services: [
        { producer: 'assets', recordCount: 1, differences: [] },
        { producer: 'entitlements', recordCount: expect.any(Number) as number, differences: [] },
        { producer: 'tickets', recordCount: expect.any(Number) as number, differences: [] },
      ],
    });
    expect(first.services[1]?.recordCount).toBeGreaterThanOrEqual(42);
    await ask('mutation { rebuildAnalytics { userErrors { code } } }');
    for (let status = ''; status !== 'COMPLETED'; await sleep(50)) {
      const { analyticsRebuild } = await ask<{ analyticsRebuild: { status: string; differences: string[] } }>(
        '{ analyticsRebuild { status differences } }',
      );
      expect(analyticsRebuild.differences).toEqual([]);
      ({ status } = analyticsRebuild);
    }
    expect(await compared()).toEqual(first);
  });
});
