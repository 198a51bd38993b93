import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { emptyTestDatabase, testSubgraph } from '@plimsoll/shared/testing';
import { assetsDatabase } from '../../database/index.js';
import { createAssetsSubgraph } from '../../subgraph.js';

const { run, load, test } = testSubgraph({ database: assetsDatabase, create: createAssetsSubgraph });
const bus = emptyTestDatabase('reconciliation_crash_bus');
const ASSETS = 300;

interface Step {
  payload: { reconciliation: { id: string; version: number } };
}

/** Applies the plan in a process that is killed where `moment` says; answers what it printed before. */
async function applyUntil(moment: string, id: string, version: number): Promise<string> {
  const child = spawn(process.execPath, [join(__dirname, 'crashing-apply.mjs')], {
    env: {
      ...process.env,
      DATABASE_URL: test.url,
      BUS_URL: bus.url,
      KILL_BEFORE: moment,
      RECONCILIATION_ID: id,
      EXPECTED_VERSION: String(version),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString('utf8')));
  const signal = await new Promise((resolve) =>
    child.once('close', (_, killedBy: string | null) => resolve(killedBy)),
  );
  expect(signal).toBe('SIGKILL');
  return printed;
}

/** How much of the plan is on record. */
async function onRecord(id: string) {
  const [row] = await test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
    tx.query<Record<string, number | string>>(
      `select (select status from reconciliation where id = $1) as status,
              (select count(*)::int from asset where status = 'LIVE') as live,
              (select count(*)::int from asset where status = 'RETIRED') as retired,
              (select count(*)::int from dependency where removed_at is null) as dependencies,
              (select count(*)::int from change) as changes,
              (select count(*)::int from history where change_id is not null) as edits,
              (select count(*)::int from outbox where type like '%reconciliation.applied%') as told`,
      [id],
    ),
  );
  return row;
}

it('applies all of a reconciliation or nothing, wherever its process is killed', async () => {
  const asset = (number: number, name = `a${number}`) => ({
    external_id: `a${number}`,
    name,
    kind: 'host',
  });
  const numbers = Array.from({ length: ASSETS }, (_, index) => index);
  await load(
    'Assets',
    numbers.slice(0, 200).map((number) => asset(number)),
    'cmdb',
  );
  await load(
    'Dependencies',
    numbers.slice(1, 100).map((number) => ({ consumer: `a${number}`, provider: 'a0' })),
    'cmdb',
  );
  const step = async (name: string, type: string, input: Record<string, unknown>) => {
    const { payload } = await run<Step>(
      `mutation ($input: ${type}!) { payload: ${name}(input: $input) { reconciliation { id version } } }`,
      { input },
    );
    return payload.reconciliation;
  };
  const started = await step('startReconciliation', 'StartReconciliationInput', {
    idempotencyKey: 'crash',
    source: 'cmdb',
    nouns: ['ASSET', 'DEPENDENCY'],
  });
  const feed = (noun: string, rows: object[]) =>
    run(`mutation ($input: ReconciliationRowsInput!) { addReconciliationRows(input: $input) { created } }`, {
      input: { id: started.id, noun, rows },
    });
  // 50 are gone, 50 drift, 100 are new; 49 dependencies are gone, 100 are new.
  await feed(
    'ASSET',
    numbers.slice(50).map((number) => asset(number, number < 100 ? 'renamed' : undefined)),
  );
  await feed(
    'DEPENDENCY',
    numbers.slice(200).map((number) => ({ consumer: `a${number}`, provider: 'a150' })),
  );
  const { id, version } = await step('planReconciliation', 'ReconciliationStepInput', {
    id: started.id,
    expectedVersion: started.version,
  });
  const before = {
    status: 'PLANNED',
    live: 200,
    retired: 0,
    dependencies: 99,
    changes: 0,
    edits: 0,
    told: 0,
  };
  expect(await onRecord(id)).toEqual(before);
  for (const moment of [
    'insert into asset ',
    'update asset r',
    'insert into dependency ',
    'insert into change ',
    'update reconciliation r',
    '^commit$',
  ]) {
    expect(await applyUntil(moment, id, version)).toBe('');
    expect({ moment, ...(await onRecord(id)) }).toEqual({ moment, ...before });
  }
  expect(JSON.parse(await applyUntil('ANSWER', id, version))).toEqual({
    data: { applyReconciliation: { userErrors: [] } },
  });
  // Of the dependencies of what is gone none ends; those of the 50 that stay and the feed does not have do.
  expect(await onRecord(id)).toEqual({
    status: 'APPLIED',
    live: 250,
    retired: 50,
    dependencies: 99 - 50 + 100,
    changes: 1,
    edits: 200 + 150,
    told: 1,
  });
}, 240_000);
