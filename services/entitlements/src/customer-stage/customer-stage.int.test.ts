import 'reflect-metadata';
import fc from 'fast-check';
import { accountService, idOf, loadAccounts, NOW } from '../account.fixture.js';
import { kindsOn, stageOn } from './customer-stage.rules.js';
import { findStaged, hasKindSql, stageSql } from './customer-stage.store.js';

const SYSTEM = { kind: 'SYSTEM' } as const;
const service = accountService();
let customerId = '';
beforeAll(async () => {
  await loadAccounts(service);
  customerId = await idOf(service, 'customer', 'alder');
});

/** A day of the spring around {@link NOW}, which in Berlin is the 11th of March. */
const day = fc.integer({ min: 1, max: 20 }).map((n) => `2026-03-${String(n).padStart(2, '0')}`);
const term = fc
  .record({ from: day, to: fc.option(day), monthlyPrice: fc.constantFrom('0', '0.01', '10') })
  .filter(({ from, to }) => to === null || from < to);
const subscription = fc.record({
  kind: fc.constantFrom(
    'FREE',
    'TRIAL',
    'PILOT',
    'DEMO',
    'TRAINING',
    'PARTNER',
    'STANDARD',
    'STANDARD',
    'STANDARD',
    'STANDARD',
  ),
  terms: fc.array(term, { maxLength: 3 }),
});

describe('the stage of a customer', () => {
  it('is in SQL what the rule says, and so are its kinds', async () => {
    await service.load('Subscriptions', [
      { external_id: 'any', customer: 'alder', plan: 'basic', kind: 'STANDARD', started_on: '2026-01-01' },
    ]);
    const sample = fc.record({
      terminatesOn: fc.option(day, { freq: 2 }),
      subscriptions: fc.array(subscription, { maxLength: 4 }),
    });
    const paid = (to: string | null) => [
      { kind: 'STANDARD', terms: [{ from: '2026-03-01', to, monthlyPrice: '10' }] },
    ];
    // One of each stage, whatever the random ones come to.
    const examples = [
      { terminatesOn: null, subscriptions: [] },
      { terminatesOn: null, subscriptions: paid(null) },
      { terminatesOn: null, subscriptions: paid('2026-03-05') },
      { terminatesOn: '2026-03-15', subscriptions: paid(null) },
      { terminatesOn: '2026-03-05', subscriptions: paid(null) },
    ];
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(sample, async ({ terminatesOn, subscriptions }) => {
        const rollBack = new Error('roll back');
        const told = await service.test.database
          .transaction(SYSTEM, async (tx) => {
            await tx.query('update customer set terminates_on = $2 where id = $1', [
              customerId,
              terminatesOn,
            ]);
            await tx.query(
              `insert into subscription (id, version, customer_id, plan_id, product_id, kind, quantity, monthly_price,
                 currency, started_on, terms)
               select 'sub_' || place, 1, s.customer_id, s.plan_id, s.product_id, g.value ->> 'kind', 1, 0, 'EUR',
                      '2026-01-01', g.value -> 'terms'
                 from jsonb_array_elements($1::jsonb) with ordinality as g(value, place), subscription s
                where s.external_id = 'any'`,
              [JSON.stringify(subscriptions)],
            );
            await tx.query(
              `delete from entitlement where subscription_id in (select id from subscription where external_id = 'any')`,
            );
            await tx.query(`delete from subscription where external_id = 'any'`);
            const [row] = await tx.query<{ stage: string; kinds: string[] }>(
              `select ${stageSql('$2')} as stage, array(select k from unnest(array['FREE', 'TRIAL', 'PILOT', 'DEMO',
                 'TRAINING', 'PARTNER', 'STANDARD']) k where ${hasKindSql('k', '$2')} order by k) as kinds
                 from customer c where c.id = $1`,
              [customerId, NOW],
            );
            const staged = (await findStaged(tx, [customerId])).get(customerId) ?? [];
            throw Object.assign(rollBack, { told: { ...row, staged } });
          })
          .catch((error: unknown) => {
            if (error !== rollBack) throw error;
            return (
              error as typeof rollBack & {
                told: { stage: string; kinds: string[]; staged: typeof subscriptions };
              }
            ).told;
          });
        expect(told.staged).toHaveLength(subscriptions.length);
        const stage = stageOn(terminatesOn, told.staged, '2026-03-11');
        expect(told).toMatchObject({ stage, kinds: kindsOn(subscriptions, '2026-03-11') });
        seen.add(stage);
      }),
      { numRuns: 120, examples: examples.map((example) => [example]) },
    );
    expect([...seen].sort()).toEqual(['CUSTOMER', 'FORMER', 'PROSPECT', 'TERMINATED', 'TERMINATING']);
  });

  it('is shown, and customers are listed by it, by the kind of their account and by vertical', async () => {
    await service.load('Subscriptions', [
      { external_id: 'b', customer: 'birch', plan: 'trial', kind: 'TRIAL', started_on: '2026-01-01' },
      {
        external_id: 'c',
        customer: 'cedar',
        plan: 'basic',
        kind: 'STANDARD',
        started_on: '2025-01-01',
        ended_on: '2026-03-01',
      },
    ]);
    const list = async (filter: string) => {
      const { customers } = await service.run<{ customers: { totalCount: number; nodes: object[] } }>(
        `{ customers(filter: { ${filter} }) { totalCount nodes { name stage accountKinds } } }`,
      );
      expect(customers.totalCount).toBe(customers.nodes.length);
      return customers.nodes;
    };
    const alder = { name: 'Alder Works', stage: 'CUSTOMER', accountKinds: ['STANDARD'] };
    const birch = { name: 'Birch Mills', stage: 'PROSPECT', accountKinds: ['TRIAL'] };
    const cedar = { name: 'Cedar Freight', stage: 'FORMER', accountKinds: [] };
    expect(await list('')).toEqual([alder, birch, cedar]);
    expect(await list('stage: CUSTOMER')).toEqual([alder]);
    expect(await list('stage: PROSPECT')).toEqual([birch]);
    expect(await list('stage: FORMER')).toEqual([cedar]);
    expect(await list('kind: TRIAL')).toEqual([birch]);
    expect(await list('kind: STANDARD, stage: CUSTOMER')).toEqual([alder]);
    expect(await list('kind: STANDARD, vertical: "mining"')).toEqual([]);
  });

  it('costs the same statements for many customers as for one', async () => {
    const count = (first: number) =>
      service.countStatements(`{ customers(first: ${first}) { nodes { stage accountKinds } } }`);
    await count(1);
    expect(await count(1)).toBe(await count(3));
  });
});
