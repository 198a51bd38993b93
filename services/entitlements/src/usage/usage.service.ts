import {
  canonicalDecimal,
  checkText,
  column,
  importRows,
  newId,
  referencesTo,
  resolveReferences,
  type ImportInput,
  type ImportReport,
  type ImportRow,
  type RequestContext,
  type Session,
  type StoredBatch,
} from '@plimsoll/shared';
import { z } from 'zod';
import { contactRecords } from '../contact/index.js';
import { checkMetric } from './usage.rules.js';
import { createUsage, findUsage, updateUsage, usageKey, type UsageRecord } from './usage.store.js';

const LONGEST_COMPONENT = 200;
const LONGEST_PATH = 2000;

const importColumns = z.object({
  customer: column.required.text,
  at: column.required.instant,
  metric: column.required.parsed(checkMetric),
  value: column.required.decimal,
  contact: column.text,
  component: column.parsed((text) => checkText(text, 'component', LONGEST_COMPONENT)),
  path: column.parsed((text) => checkText(text, 'path', LONGEST_PATH)),
});
type UsageRow = z.infer<typeof importColumns>;

/**
 * Imports rows of `usage.csv`. The key of a row is its customer, instant, metric and value; contact, component and path
 * may change, the rest is what happened.
 */
export function importUsage(context: RequestContext, input: ImportInput): Promise<ImportReport> {
  return importRows<UsageRow>(context.session, context.principal, input, {
    columns: importColumns,
    key: (row) => usageKey({ ...row, customerId: row.customer, value: canonicalDecimal(row.value) }),
    store: storeUsage,
  });
}

async function storeUsage(tx: Session, source: string, given: ImportRow<UsageRow>[]): Promise<StoredBatch> {
  const { references, rejects, rows } = await resolveReferences(tx, source, given, {
    customer: { find: referencesTo('customer', 'coalesce(merged_into, id)'), of: (row) => [row.customer] },
    contact: { find: referencesTo('contact'), of: (row) => [row.contact] },
  });
  const contacts = await contactRecords.findByIds(tx, [...(references['contact']?.values() ?? [])]);
  const read = rows.map(({ line, row }) => ({
    line,
    row,
    contactId: row.contact == null ? row.contact : (references['contact']?.get(row.contact) ?? null),
    customerId: references['customer']?.get(row.customer) ?? '',
    at: row.at,
    metric: row.metric,
    value: canonicalDecimal(row.value),
  }));
  const onRecord = await findUsage(
    tx,
    read.map(({ customerId, at, metric, value }) => ({ customerId, at, metric, value })),
  );
  const fresh: UsageRecord[] = [];
  const changed: UsageRecord[] = [];
  let unchanged = 0;
  for (const { line, row, contactId, ...key } of read) {
    if (contactId != null && contacts.get(contactId)?.customerId !== key.customerId) {
      rejects.push({ line, column: 'contact', reason: 'The contact belongs to another customer.' });
      continue;
    }
    const before = onRecord.get(usageKey(key));
    const told = {
      contactId: contactId === undefined ? (before?.contactId ?? null) : contactId,
      component: row.component === undefined ? (before?.component ?? null) : row.component,
      path: row.path === undefined ? (before?.path ?? null) : row.path,
    };
    if (!before) fresh.push({ id: newId('usg'), version: 1, source, ...key, ...told });
    else if (
      before.contactId === told.contactId &&
      before.component === told.component &&
      before.path === told.path
    ) {
      unchanged += 1;
    } else changed.push({ ...before, ...told });
  }
  const batchId = newId('usb');
  const created = await createUsage(tx, batchId, fresh);
  await updateUsage(tx, newId('usb'), changed);
  return { created, updated: changed.length, unchanged: unchanged + fresh.length - created, rejects };
}
