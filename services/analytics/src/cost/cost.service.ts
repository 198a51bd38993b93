import {
  authorize,
  authorOf,
  checkText,
  column,
  createOnce,
  DomainError,
  importRows,
  notFound,
  referencesTo,
  resolveReferences,
  storeRecords,
  type Author,
  type ImportInput,
  type ImportReport,
  type ImportRow,
  type RequestContext,
  type Session,
  type StoredBatch,
} from '@plimsoll/shared';
import { z } from 'zod';
import { checkAmount, checkKind } from './cost.rules.js';
import { costRecords, findUnknown, type CostRecord, type NamedByCost } from './cost.store.js';
import type { RecordCostInput, UpdateCostInput } from './cost.types.js';

const importColumns = z.object({
  external_id: column.required.text,
  date: column.required.date,
  kind: column.required.parsed(checkKind),
  amount: column.required.decimal,
  currency: column.required.currency,
  asset: column.text,
  queue: column.text,
  product: column.text,
  customer: column.text,
});
type CostRow = z.infer<typeof importColumns>;

/** Records a cost. Roles: admin, manager, operator. */
export function recordCost(context: RequestContext, input: RecordCostInput): Promise<CostRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return createOnce(context, costRecords, {
    prefix: 'cst',
    mutation: 'recordCost',
    input,
    values: async (tx) => {
      await requireNamed(tx, input);
      return {
        date: input.date,
        kind: checkKind(input.kind),
        ...checkAmount(input.amount),
        assetId: input.assetId ?? null,
        queueId: input.queueId ?? null,
        productId: input.productId ?? null,
        customerId: input.customerId ?? null,
      };
    },
  });
}

/** Changes a cost. Roles: admin, manager, operator. */
export async function updateCost(context: RequestContext, input: UpdateCostInput): Promise<CostRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  const author = authorOf(context, input.reason == null ? null : checkText(input.reason, 'reason'));
  const { assetId, queueId, productId, customerId } = input;
  return context.session.transaction((tx) =>
    costRecords.update(tx, author, input.id, input.expectedVersion, async () => {
      await requireNamed(tx, input);
      return {
        ...(input.date == null ? {} : { date: input.date }),
        ...(input.kind == null ? {} : { kind: checkKind(input.kind) }),
        ...(input.amount == null ? {} : checkAmount(input.amount)),
        assetId,
        queueId,
        productId,
        customerId,
      };
    }),
  );
}

/** @throws DomainError `NOT_FOUND` naming the field */
async function requireNamed(tx: Session, named: NamedByCost): Promise<void> {
  const [unknown] = await findUnknown(tx, named);
  if (unknown !== undefined) throw notFound(unknown.replace(/Id$/, ''), named[unknown] ?? '', [unknown]);
}

/** Imports rows of `costs.csv`. */
export function importCosts(context: RequestContext, input: ImportInput): Promise<ImportReport> {
  return importRows<CostRow>(context.session, context.principal, input, {
    columns: importColumns,
    key: (row) => row.external_id,
    store: (tx, source, rows) => storeCosts(tx, authorOf(context), source, rows),
  });
}

async function storeCosts(
  tx: Session,
  author: Author,
  source: string,
  given: ImportRow<CostRow>[],
): Promise<StoredBatch> {
  const rejects: StoredBatch['rejects'] = [];
  const sound = given.filter(({ line, row }) => {
    try {
      checkAmount(row);
      return true;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      rejects.push({ line, column: error.inputPath[0] ?? null, reason: error.message });
      return false;
    }
  });
  const resolved = await resolveReferences(tx, source, sound, {
    asset: { find: referencesTo('asset'), of: (row) => [row.asset] },
    queue: { find: referencesTo('queue'), of: (row) => [row.queue] },
    product: { find: referencesTo('product'), of: (row) => [row.product] },
    customer: { find: referencesTo('customer', 'coalesce(merged_into, id)'), of: (row) => [row.customer] },
  });
  const idOf = (name: 'asset' | 'queue' | 'product' | 'customer', cell: string | null | undefined) =>
    cell == null ? cell : resolved.references[name]?.get(cell);
  const stored = await storeRecords<CostRow, CostRecord>(tx, source, resolved.rows, {
    records: costRecords,
    prefix: 'cst',
    author,
    externalId: (row) => row.external_id,
    toRecord: (row) => ({
      date: row.date,
      kind: row.kind,
      ...checkAmount(row),
      assetId: idOf('asset', row.asset),
      queueId: idOf('queue', row.queue),
      productId: idOf('product', row.product),
      customerId: idOf('customer', row.customer),
    }),
  });
  return { ...stored, rejects: [...rejects, ...resolved.rejects, ...stored.rejects] };
}
