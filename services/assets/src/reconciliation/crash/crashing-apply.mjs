/**
 * Applies a reconciliation in a process of its own that ends as if its machine had: by SIGKILL, before the first
 * statement that matches `KILL_BEFORE`, or once the answer is there where that is `ANSWER`. Nothing else is done then:
 * no handler runs, nothing is flushed.
 */
import { createLogger, Database, PostgresBus } from '@plimsoll/shared';
import { parse } from 'graphql';
import { assetsDatabase, createAssetsSubgraph } from '../../../dist/index.js';

const { DATABASE_URL, BUS_URL, KILL_BEFORE = 'ANSWER', RECONCILIATION_ID, EXPECTED_VERSION } = process.env;
const logger = createLogger('crashing', { level: process.env.PLIMSOLL_TEST_LOG ?? 'silent' });
const database = await Database.open({ ...assetsDatabase, url: DATABASE_URL, logger });
const bus = await PostgresBus.open({ url: BUS_URL, logger });
const subgraph = createAssetsSubgraph({ database, bus, logger });
const fatal = new RegExp(KILL_BEFORE, 'i');
let began = false;
database.onStatement((sql) => {
  began ||= /reconciliation_difference/.test(sql);
  if (began && KILL_BEFORE !== 'ANSWER' && fatal.test(sql)) process.kill(process.pid, 'SIGKILL');
});
const result = await subgraph.run({
  document: parse(`mutation ($input: ApplyReconciliationInput!) {
    applyReconciliation(input: $input) { userErrors { message } } }`),
  variables: { input: { id: RECONCILIATION_ID, expectedVersion: Number(EXPECTED_VERSION) } },
  principal: { subject: 'crashing', roles: ['admin'] },
  requestId: 'crash',
});
process.stdout.write(JSON.stringify(result), () => process.kill(process.pid, 'SIGKILL'));
