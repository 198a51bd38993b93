import {
  authorize,
  authorOf,
  checkText,
  column,
  createOnce,
  DomainError,
  importRows,
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
import { CUSTOMERS_MOVED_AT_ONCE, deferMove, type PartnerBooks } from './partner-move.service.js';
import { removeMove } from './partner-move.store.js';
import { partnerCycle } from './partner.errors.js';
import { layersOf, type PartnerHierarchy } from './partner.rules.js';
import {
  holdHierarchy,
  lockPartners,
  partnerRecords,
  storeLineages,
  type PartnerRecord,
} from './partner.store.js';
import type { CreatePartnerInput, UpdatePartnerInput } from './partner.types.js';

const importColumns = z.object({
  external_id: column.required.text,
  name: column.required.text,
  region: column.text,
  parent: column.text,
});
type PartnerRow = z.infer<typeof importColumns>;

/**
 * Creates a partner. Roles: admin, manager, operator.
 *
 * @throws DomainError `PARTNERS_TOO_DEEP`
 */
export async function createPartner(
  context: RequestContext,
  input: CreatePartnerInput,
): Promise<PartnerRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return createOnce(context, partnerRecords, {
    prefix: 'par',
    mutation: 'createPartner',
    input,
    values: async (tx) => {
      const parentId = input.parentId ?? null;
      if (parentId !== null) {
        const hierarchy = await holdHierarchy(tx);
        await partnerRecords.require(tx, parentId, ['parentId']);
        hierarchy.admit(parentId, ['parentId']);
      }
      return { name: checkText(input.name, 'name'), region: input.region ?? null, parentId };
    },
  });
}

/**
 * Changes a partner; one that is moved takes all below it along, with their customers, in one transaction: this one,
 * or with more than {@link CUSTOMERS_MOVED_AT_ONCE} customers that of a job. Roles: admin, manager, operator.
 *
 * @throws DomainError `PARTNER_CYCLE`, `PARTNERS_TOO_DEEP`
 */
export async function updatePartner(
  context: RequestContext,
  books: PartnerBooks,
  input: UpdatePartnerInput,
): Promise<PartnerRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  const author = authorOf(context, input.reason == null ? null : checkText(input.reason, 'reason'));
  const { parentId } = input;
  return context.session.transaction(async (tx) => {
    const hierarchy = parentId === undefined ? null : await holdHierarchy(tx);
    const subtree = hierarchy?.subtreeOf(input.id) ?? [];
    if (hierarchy) await lockPartners(tx, subtree);
    const isDeferred =
      parentId !== undefined &&
      parentId !== hierarchy?.parentOf(input.id) &&
      (await books.count(tx, subtree)) > CUSTOMERS_MOVED_AT_ONCE;
    const stored = await partnerRecords.update(tx, author, input.id, input.expectedVersion, async () => {
      if (parentId != null) await partnerRecords.require(tx, parentId, ['parentId']);
      if (parentId !== undefined) hierarchy?.place(input.id, parentId, ['parentId']);
      return {
        ...(input.name == null ? {} : { name: checkText(input.name, 'name') }),
        region: input.region,
        ...(isDeferred ? {} : { parentId }),
      };
    });
    if (isDeferred) await deferMove(tx, author, { partnerId: input.id, parentId, now: context.now });
    else if (hierarchy) {
      // What is said last counts, also of a move that waits.
      await removeMove(tx, input.id);
      await books.restate(tx, author, await storeLineages(tx, hierarchy, subtree));
    }
    return stored;
  });
}

/** Imports rows of `partners.csv`; a parent may stand in the same file, before or after. */
export function importPartners(
  context: RequestContext,
  books: PartnerBooks,
  input: ImportInput,
): Promise<ImportReport> {
  return importRows<PartnerRow>(context.session, context.principal, input, {
    columns: importColumns,
    key: (row) => row.external_id,
    store: (tx, source, rows) => storePartners(tx, authorOf(context), books, source, rows),
  });
}

async function storePartners(
  tx: Session,
  author: Author,
  books: PartnerBooks,
  source: string,
  rows: ImportRow<PartnerRow>[],
): Promise<StoredBatch> {
  const hierarchy = rows.some(({ row }) => row.parent !== undefined) ? await holdHierarchy(tx) : null;
  const total: StoredBatch = { created: 0, updated: 0, unchanged: 0, rejects: [] };
  if (hierarchy) await lockMoved(tx, hierarchy, source, rows);
  const { layers, circular } = layersOf(
    rows,
    ({ row }) => row.external_id,
    ({ row }) => row.parent ?? null,
  );
  const touched: string[] = [];
  for (const layer of layers) {
    const { references, ...resolved } = await resolveReferences(tx, source, layer, {
      parent: { find: referencesTo('partner'), of: (row) => [row.parent] },
    });
    const parentOf = ({ parent }: PartnerRow) =>
      parent == null ? parent : references['parent']?.get(parent);
    const { placed, rejects } = await placedRows(tx, hierarchy, source, resolved.rows, parentOf);
    const stored = await storeRecords<PartnerRow, PartnerRecord>(tx, source, placed, {
      records: partnerRecords,
      prefix: 'par',
      author,
      externalId: (row) => row.external_id,
      toRecord: (row) => ({ name: row.name, region: row.region, parentId: parentOf(row) }),
    });
    for (const { row } of placed) {
      const id = stored.ids.get(row.external_id) ?? '';
      const parentId = parentOf(row);
      if (parentId !== undefined) hierarchy?.place(id, parentId, ['parent']);
      touched.push(id);
    }
    total.created += stored.created;
    total.updated += stored.updated;
    total.unchanged += stored.unchanged;
    total.rejects.push(...resolved.rejects, ...rejects);
  }
  for (const { line } of circular) {
    total.rejects.push({ line, column: 'parent', reason: partnerCycle([]).message });
  }
  if (hierarchy) {
    const subtrees = [...new Set(touched.flatMap((id) => hierarchy.subtreeOf(id)))];
    await books.restate(tx, author, await storeLineages(tx, hierarchy, subtrees));
  }
  return total;
}

/** Locks whatever the rows may move before anything is changed. */
async function lockMoved(
  tx: Session,
  hierarchy: PartnerHierarchy,
  source: string,
  rows: ImportRow<PartnerRow>[],
): Promise<void> {
  const externalIds = rows.map(({ row }) => row.external_id);
  const existing = await partnerRecords.findImported(tx, source, externalIds);
  await lockPartners(tx, [...new Set([...existing.values()].flatMap(({ id }) => hierarchy.subtreeOf(id)))]);
}

/** The rows whose parent the hierarchy admits, each tried after those before it; the others as rejects. */
async function placedRows(
  tx: Session,
  hierarchy: PartnerHierarchy | null,
  source: string,
  rows: ImportRow<PartnerRow>[],
  parentOf: (row: PartnerRow) => string | null | undefined,
): Promise<{ placed: ImportRow<PartnerRow>[]; rejects: StoredBatch['rejects'] }> {
  const rejects: StoredBatch['rejects'] = [];
  if (!hierarchy) return { placed: rows, rejects };
  const externalIds = rows.map(({ row }) => row.external_id);
  const existing = await partnerRecords.findImported(tx, source, externalIds);
  const placed = rows.filter(({ line, row }) => {
    const parentId = parentOf(row);
    if (parentId === undefined) return true;
    try {
      const known = existing.get(row.external_id);
      if (known) hierarchy.place(known.id, parentId, ['parent']);
      else if (parentId !== null) hierarchy.admit(parentId, ['parent']);
      return true;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      rejects.push({ line, column: 'parent', reason: error.message });
      return false;
    }
  });
  return { placed, rejects };
}
