import { setTimeout as sleep } from 'node:timers/promises';
import type { Principal } from '@plimsoll/shared';
import { ADMIN, type TestPlatform } from '../../testing/test-platform.js';
import type { Records } from '../records.js';
import { capital, CUSTOMERS, type CustomerWord, type Import } from './company.fixture.js';

interface Versioned {
  id: string;
  version: number;
}

const month = () => new Date(Date.now() - 36 * 3_600_000).toISOString().slice(0, 7);
const day = (daysFromNow: number) =>
  new Date(Date.now() + daysFromNow * 86_400_000).toISOString().slice(0, 10);

/** What the company spends on these customers, and what they are owed: a credit that was issued, and one that was not. */
export async function keepAccounts(
  platform: TestPlatform,
  records: Records,
  customers: readonly CustomerWord[],
): Promise<void> {
  await platform.settled();
  for (const [mutation, rows] of costsOf(customers)) await platform.import(mutation, rows);
  await measured(platform);
  const [proposer, other] = [0, -1].map((place): Principal => ({
    ...ADMIN,
    personId: records.of('Person').at(place)?.id ?? '',
  }));
  for (const word of customers) {
    const credit = creditOf(records, word);
    const { id, version } = await send(
      platform,
      'proposeServiceCredit',
      { ...credit, idempotencyKey: `${word} issued`, note: `${capital(word)} note` },
      proposer,
    );
    const approval = { id, expectedVersion: version, note: `${capital(word)} decision` };
    const approved = await send(platform, 'approveServiceCredit', approval, other);
    const issue = { id, expectedVersion: approved.version, reference: `${word}-credit-note` };
    await send(platform, 'issueServiceCredit', issue);
    const kept = { ...credit, idempotencyKey: `${word} proposed`, note: 'Granite note' };
    await send(platform, 'proposeServiceCredit', kept, proposer);
  }
  await run(platform, 'tell_customer_health', told);
}

/** Has a report sent, the records of all services counted, and the churn model learnt. */
export async function reportOn(platform: TestPlatform): Promise<void> {
  await send(platform, 'scheduleReport', {
    idempotencyKey: 'report',
    name: 'Granite report',
    report: 'OPERATIONS',
    frequency: 'MONTHLY',
    webhookUrl: 'https://granite.example/report',
  });
  for (const mutation of ['compareRecords', 'trainChurnModel']) {
    const { data, errors } = await platform.ask<Record<string, { userErrors: unknown[] }>>(
      ADMIN,
      `mutation { ${mutation} { userErrors { code message } } }`,
    );
    if (data?.[mutation]?.userErrors.length !== 0) throw new Error(JSON.stringify([data, errors]));
  }
}

function costsOf(customers: readonly CustomerWord[]): readonly Import[] {
  return [
    [
      'importCosts',
      customers.map((word) => ({
        external_id: `granite-cost-${Object.keys(CUSTOMERS).indexOf(word)}`,
        date: day(-10),
        kind: 'granite support',
        amount: '12.34',
        currency: 'EUR',
        customer: word,
        queue: 'granite-queue',
      })),
    ],
  ];
}

function creditOf(records: Records, word: CustomerWord): Record<string, unknown> {
  const idOf = (type: string, externalId: string) =>
    records.of(type).find((record) => record.externalId === externalId)?.id;
  return {
    customerId: idOf('Customer', word),
    productId: idOf('Product', 'catalogue-suite'),
    agreementId: idOf('ServiceLevelAgreement', `${word}-gold`),
    month: month(),
    amount: { amount: '7.13', currency: 'EUR' },
  };
}

async function send(
  platform: TestPlatform,
  mutation: string,
  input: Record<string, unknown>,
  caller: Principal = ADMIN,
): Promise<Versioned> {
  const field = mutation.endsWith('Report') ? 'reportSchedule' : 'serviceCredit';
  const { data, errors } = await platform.ask<{
    made: Record<string, Versioned | null>;
  }>(
    caller,
    `mutation Make($input: ${capital(mutation)}Input!) { made: ${mutation}(input: $input) { ${field} { id version } userErrors { code message } } }`,
    { input },
  );
  const record = data?.made[field];
  if (!record) throw new Error(`${mutation}: ${JSON.stringify([data, errors])}`);
  return record;
}

const measured = (platform: TestPlatform) =>
  run(
    platform,
    'settle_service_levels',
    `select count(*)::int as missing from customer c
      where not exists (select from service_level_month m where m.customer_id = c.id and m.month = '${month()}')`,
  );

const told = `select count(*)::int as missing from customer c
  where c.active and not exists (select from customer_health_day d where d.customer_id = c.id)`;

/** Has a job of analytics run, and waits until nothing is missing any more. */
async function run(platform: TestPlatform, job: string, missing: string): Promise<void> {
  const connection = await platform.subgraphs.get('analytics')?.database.connect('intelligence');
  if (!connection) throw new Error('there is no analytics');
  try {
    await connection.query(`select enqueue_job('${job}', '{}', null, null)`);
    for (let tries = 0; tries < 300; tries += 1) {
      const { rows } = await connection.query<{ missing: number }>(missing);
      if (rows[0]?.missing === 0) return;
      await sleep(100);
    }
    throw new Error(`${job} has not come to its end`);
  } finally {
    await connection.end();
  }
}
