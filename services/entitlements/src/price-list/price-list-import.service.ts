import {
  authorOf,
  checkDecimal,
  column,
  importRows,
  invalid,
  newId,
  referencesTo,
  resolveReferences,
  type Author,
  type ImportInput,
  type ImportReport,
  type ImportRow,
  type RequestContext,
  type Session,
  type StoredBatch,
} from '@plimsoll/shared';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { priceListsOverlap } from './price-list.errors.js';
import { checkPeriod, entryKey, overlaps, withEntries, type PriceListEntry } from './price-list.rules.js';
import { findListsOf, priceListRecords, type PriceListRecord } from './price-list.store.js';

const importColumns = z.object({
  external_id: column.required.text,
  name: column.required.text,
  partner: column.text,
  currency: column.required.currency,
  valid_from: column.required.date,
  valid_to: column.date,
  plan: column.required.text,
  from_quantity: column.integer,
  monthly_price: column.required.parsed((text) => checkPrice(text)),
});
type PriceListRow = z.infer<typeof importColumns>;

function checkPrice(text: string): string {
  if (!/^\d{1,20}(\.\d{1,12})?$/.test(text)) {
    throw invalid(
      `\`monthly_price\` is ${JSON.stringify(text.slice(0, 60))}; it is a decimal of 0 or more with a point, such as 12.50.`,
      ['monthly_price'],
    );
  }
  return checkDecimal(text, 'monthly_price', '0');
}

/**
 * Imports rows of `price_lists.csv`: one row a price; rows with one `external_id` are one list, and say the same of
 * it. Prices that a file leaves out stay.
 */
export function importPriceLists(context: RequestContext, input: ImportInput): Promise<ImportReport> {
  return importRows<PriceListRow>(context.session, context.principal, input, {
    columns: importColumns,
    key: (row) => `${row.external_id}\u0000${row.plan}\u0000${row.from_quantity ?? 1}`,
    store: (tx, source, rows) => storePriceLists(tx, authorOf(context), source, rows),
  });
}

type Resolved = ImportRow<PriceListRow> & { entry: PriceListEntry };
interface ListOfRows {
  before: PriceListRecord | null;
  after: PriceListRecord;
  rows: Resolved[];
}

async function storePriceLists(
  tx: Session,
  author: Author,
  source: string,
  given: ImportRow<PriceListRow>[],
): Promise<StoredBatch> {
  const { rows, references, rejects } = await resolveReferences(tx, source, given, {
    partner: { find: referencesTo('partner'), of: (row) => [row.partner] },
    plan: { find: referencesTo('plan'), of: (row) => [row.plan] },
  });
  const total: StoredBatch = { created: 0, updated: 0, unchanged: 0, rejects };
  const reject = (refused: readonly { line: number }[], name: string, reason: string) =>
    rejects.push(...refused.map(({ line }) => ({ line, column: name, reason })));

  const groups = new Map<string, Resolved[]>();
  for (const { line, row } of rows) {
    const group = groups.get(row.external_id) ?? [];
    const [first] = group;
    const odd = first && differenceOf(first.row, row);
    if (odd) {
      reject([{ line }], odd, `${odd} differs from line ${first.line}, which is of the same price list.`);
      continue;
    }
    const planId = references['plan']?.get(row.plan) ?? '';
    const fromQuantity = row.from_quantity ?? 1;
    if (fromQuantity < 1) {
      reject([{ line }], 'from_quantity', 'from_quantity is a whole number of 1 or more.');
      continue;
    }
    const entry = { planId, fromQuantity, monthlyPrice: row.monthly_price };
    groups.set(row.external_id, [...group, { line, row, entry }]);
  }

  const existing = await priceListRecords.findByExternalIds(tx, source, [...groups.keys()]);
  const lists: ListOfRows[] = [];
  for (const [externalId, group] of groups) {
    const before = existing.get(externalId) ?? null;
    const row = group[0]?.row;
    if (!row) continue;
    const partnerId = row.partner == null ? null : (references['partner']?.get(row.partner) ?? null);
    if (before && row.partner !== undefined && before.partnerId !== partnerId) {
      reject(group, 'partner', 'A price list stays with its owner; give the new one another external_id.');
      continue;
    }
    if (before && before.currency !== row.currency) {
      reject(group, 'currency', `The price list is in ${before.currency}; a list has one currency.`);
      continue;
    }
    const validTo = row.valid_to === undefined ? (before?.validTo ?? null) : row.valid_to;
    try {
      checkPeriod(row.valid_from, validTo);
    } catch {
      reject(group, 'valid_to', `valid_to, the first day out, is after ${row.valid_from}.`);
      continue;
    }
    const after: PriceListRecord = {
      id: before?.id ?? newId('prl'),
      version: before?.version ?? 1,
      externalId,
      source,
      partnerId: before?.partnerId ?? partnerId,
      supersedesId: before?.supersedesId ?? null,
      name: row.name,
      currency: row.currency,
      validFrom: row.valid_from,
      validTo,
      entries: withEntries(
        before?.entries ?? [],
        group.map(({ entry }) => entry),
      ),
    };
    lists.push({ before, after, rows: group });
  }

  const stored = await withoutOverlaps(tx, lists, reject);
  const changed = stored.filter(({ before, after }) => before && !isDeepStrictEqual(before, after));
  // What ends comes before what begins.
  const updated = await priceListRecords.updateAll(
    tx,
    author,
    changed.flatMap(({ before, after }) => (before ? [[before, after]] : [])),
  );
  const updatedIds = new Set(updated.map(({ id }) => id));
  await priceListRecords.create(
    tx,
    author,
    stored.filter(({ before }) => !before).map(({ after }) => after),
  );
  for (const { before, after, rows: group } of stored) {
    for (const { entry } of group) {
      const known = before?.entries.find((one) => entryKey(one) === entryKey(entry));
      if (!known) total.created += 1;
      else if (updatedIds.has(after.id) && !sameBut(before, after, known, entry)) total.updated += 1;
      else total.unchanged += 1;
    }
  }
  return total;
}

/** The first column in which two rows of one list say different things of it. */
function differenceOf(one: PriceListRow, other: PriceListRow): string | null {
  const columns = ['name', 'partner', 'currency', 'valid_from', 'valid_to'] as const;
  return columns.find((name) => one[name] !== other[name]) ?? null;
}

/** Whether a row says nothing new, of its list and of its price. */
function sameBut(
  before: PriceListRecord | null,
  after: PriceListRecord,
  known: PriceListEntry,
  entry: PriceListEntry,
): boolean {
  return (
    known.monthlyPrice === entry.monthlyPrice &&
    before !== null &&
    before.name === after.name &&
    before.validFrom === after.validFrom &&
    before.validTo === after.validTo
  );
}

/** The lists that overlap none of the same owner and currency, on record or before them in the file. */
async function withoutOverlaps(
  tx: Session,
  lists: readonly ListOfRows[],
  reject: (refused: readonly Resolved[], column: string, reason: string) => void,
): Promise<ListOfRows[]> {
  const owners = [...new Set(lists.map(({ after }) => after.partnerId))];
  const inForce = new Map((await findListsOf(tx, owners)).map((list) => [list.id, list]));
  // A list of the file counts as the file has it, for those before it too: an end may make room for a beginning.
  for (const { after } of lists) if (inForce.has(after.id)) inForce.set(after.id, after);
  return lists.filter(({ before, after, rows }) => {
    const clash = [...inForce.values()].some(
      (other) =>
        other.id !== after.id &&
        other.partnerId === after.partnerId &&
        other.currency === after.currency &&
        overlaps(other, after),
    );
    if (!clash) {
      inForce.set(after.id, after);
      return true;
    }
    if (before) inForce.set(before.id, before);
    reject(rows, 'valid_from', priceListsOverlap(after.currency).message);
    return false;
  });
}
