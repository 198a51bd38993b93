import { setTimeout as sleep } from 'node:timers/promises';
import { ADMIN, type TestPlatform } from '../../testing/test-platform.js';
import type { CustomerWord } from './company.fixture.js';
import type { Records } from '../records.js';

const day = (daysFromNow: number) =>
  new Date(Date.now() + daysFromNow * 86_400_000).toISOString().slice(0, 10);

/**
 * Renews the subscription of each of these customers, by hand and so by an order, which no file brings, to a day that
 * is near enough for a reminder; and waits until all are reminded of.
 */
export async function renewSubscriptions(
  platform: TestPlatform,
  records: Records,
  customers: readonly CustomerWord[],
): Promise<void> {
  const done = async (mutation: string, input: Record<string, unknown>) => {
    const type = mutation.slice(0, 1).toUpperCase() + mutation.slice(1);
    const { data, errors } = await platform.ask<Record<string, { userErrors: unknown[] }>>(
      ADMIN,
      `mutation ($input: ${type}Input!) { ${mutation}(input: $input) { userErrors { code message } } }`,
      { input },
    );
    if (data?.[mutation]?.userErrors.length !== 0) throw new Error(JSON.stringify([data, errors]));
  };
  const versionOf = async (id: string) =>
    (
      await platform.ask<{ subscription: { version: number } }>(
        ADMIN,
        'query ($id: ID!) { subscription(id: $id) { version } }',
        { id },
      )
    ).data?.subscription.version;
  for (const word of customers) {
    for (const { id } of records.of('CustomerSubscription', word)) {
      await done('updateSubscription', { id, expectedVersion: await versionOf(id), term: 'ANNUAL' });
      await done('renewSubscription', { id, expectedVersion: await versionOf(id), renewsOn: day(60) });
    }
  }
  const connection = await platform.subgraphs.get('entitlements')?.database.connect('renewals');
  if (!connection) throw new Error('there are no entitlements');
  try {
    await connection.query(`select enqueue_job('remind_of_renewals', '{}', null, null)`);
    for (let tries = 0; tries < 100; tries += 1) {
      const { rows } = await connection.query<{ missing: number }>(
        `select count(*)::int as missing from subscription s where s.term = 'ANNUAL'
          and not exists (select from renewal_reminder r where r.subscription_id = s.id)`,
      );
      if (rows[0]?.missing === 0) return;
      await sleep(100);
    }
    throw new Error('nobody was reminded of renewals');
  } finally {
    await connection.end();
  }
}
