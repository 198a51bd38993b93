/// <reference types="jest" />
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadManyCustomers } from './many-customers.js';
import { ADMIN, testPlatform } from './test-platform.js';

const WHAT_IF = readFileSync(
  join(__dirname, '../../../cli/src/end-to-end/contract/what-if-outage.graphql'),
  'utf8',
);
/** The most the headline may cost in all services together, with nothing in memory but the graph. */
/** Thirteen of the question itself, and five of the customers' health, which is measured from its parts when it is asked for. */
const MOST_STATEMENTS = 18;

interface WhatIf {
  whatIfOutage: {
    exposure: {
      customerCount: number;
      customers: { totalCount: number; nodes: { customer: { name: string; segment: string } }[] };
    };
  };
}

/** Declares the test that the headline costs ten customers the same statements as `many`, with nothing in memory but the graph. */
export function describeWhatIfCost(many: number): void {
  describe('the headline query, through the gateway, with nothing in memory but the graph', () => {
    const platform = testPlatform();
    const assetIds = new Map<string, string>();

    beforeAll(async () => {
      await loadManyCustomers(platform, { customers: many });
      for (const name of ['small-web', 'large-web']) {
        const { data } = await platform.ask<{ asset: { id: string } }>(
          ADMIN,
          'query A($name: String!) { asset: assetByExternalId(source: "test", externalId: $name) { id } }',
          { name },
        );
        assetIds.set(name, data?.asset.id ?? '');
      }
    }, 600_000);

    /** The statements of a first question, without those that tell a new connection who is asking. */
    const costOf = async (asset: string, affected: number) => {
      await platform.startCold();
      // A process reads the graph when it starts, page by page.
      const { errors: unread } = await platform.ask(ADMIN, 'query G($id: ID!) { asset(id: $id) { state } }', {
        id: assetIds.get(asset),
      });
      expect(unread).toEqual([]);
      const input = {
        assetIds: [assetIds.get(asset)],
        from: '2026-03-20T02:00:00Z',
        to: '2026-03-20T02:45:00Z',
        asOf: '2026-03-15T00:00:00Z',
      };
      const statements = await platform.statementsDuring(async () => {
        const { data, errors } = await platform.ask<WhatIf>(ADMIN, WHAT_IF, { input });
        expect(errors).toEqual([]);
        const exposure = data?.whatIfOutage.exposure;
        expect(exposure?.customerCount).toBe(affected);
        expect(exposure?.customers.totalCount).toBe(affected);
        expect(exposure?.customers.nodes).toHaveLength(Math.min(affected, 25));
        expect(exposure?.customers.nodes.every(({ customer }) => customer.segment === 'SMB')).toBe(true);
      });
      return statements.filter((sql) => !sql.startsWith("select set_config('role'"));
    };

    it(`costs the same statements at 10 and at ${many} affected customers, at most ${MOST_STATEMENTS}`, async () => {
      const few = await costOf('small-web', 10);
      const cost = await costOf('large-web', many);
      expect([...cost].sort()).toEqual([...few].sort());
      expect(cost.length).toBeLessThanOrEqual(MOST_STATEMENTS);
    }, 120_000);
  });
}
