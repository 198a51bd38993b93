import type { CompanyPart, Row } from '../company/index.js';
import type { HttpClient } from './http-client.js';

const BATCH = 1_000;
/** Every record of the company has an external id in this source. */
export const SOURCE = 'bench';

/**
 * Loads a company through the import mutations, batch by batch.
 *
 * @param settled resolves when every event has arrived; awaited before rows that name records of other services
 * @throws Error naming the first rows that were rejected
 */
export async function loadCompany(
  client: HttpClient,
  parts: readonly CompanyPart[],
  settled: () => Promise<void>,
  print: (line: string) => void,
): Promise<void> {
  for (const { mutation, rows, needsOthers } of parts) {
    if (needsOthers) await settled();
    const started = performance.now();
    let count = 0;
    for (const batch of batchesOf(rows)) {
      count += batch.length;
      const { report } = await client.data<{ report: { rejects: unknown[] } }>(
        `mutation Import($input: ImportInput!) {
          report: ${mutation}(input: $input) { rejects { line column reason } }
        }`,
        { input: { source: SOURCE, rows: batch } },
      );
      if (report.rejects.length > 0) {
        throw new Error(`${mutation}: ${JSON.stringify(report.rejects.slice(0, 5))}`);
      }
    }
    print(`${mutation}: ${count} rows in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  }
  await settled();
}

function* batchesOf(rows: Iterable<Row>): Generator<Row[]> {
  let batch: Row[] = [];
  for (const row of rows) {
    batch.push(row);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
