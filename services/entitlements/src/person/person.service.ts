import {
  authorize,
  authorOf,
  checkText,
  checkTimeZone,
  column,
  createOnce,
  importRows,
  invalid,
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
import { managerLayers } from './person.rules.js';
import {
  ensurePeopleOnRecord,
  findManagingThemselves,
  personRecords,
  type PersonRecord,
} from './person.store.js';
import type { CreatePersonInput, UpdatePersonInput } from './person.types.js';

const PLATFORM: Author = { actorId: null };

const importColumns = z.object({
  external_id: column.required.text,
  name: column.required.text,
  email: column.text,
  role: column.text,
  manager: column.text,
  time_zone: column.timeZone,
});
type PersonRow = z.infer<typeof importColumns>;

/**
 * The ids of the people a file names, by what it names them: external ids of `source`, or platform ids. Who is
 * not on record is created, in the caller's transaction.
 */
export function ensurePeople(
  tx: Session,
  source: string,
  externalIds: readonly string[],
): Promise<Map<string, string>> {
  return ensurePeopleOnRecord(tx, PLATFORM, source, externalIds);
}

/** Creates a person. Roles: admin, manager, operator. */
export async function createPerson(context: RequestContext, input: CreatePersonInput): Promise<PersonRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return createOnce(context, personRecords, {
    prefix: 'per',
    mutation: 'createPerson',
    input,
    values: async (tx) => {
      if (input.managerId != null) await personRecords.require(tx, input.managerId, ['managerId']);
      return {
        name: checkText(input.name, 'name'),
        email: input.email ?? null,
        role: input.role ?? null,
        managerId: input.managerId ?? null,
        timeZone: input.timeZone == null ? null : checkTimeZone(input.timeZone, 'timeZone'),
      };
    },
  });
}

/** Changes a person. Roles: admin, manager, operator. */
export async function updatePerson(context: RequestContext, input: UpdatePersonInput): Promise<PersonRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return context.session.transaction(async (tx) => {
    const stored = await personRecords.update(
      tx,
      authorOf(context),
      input.id,
      input.expectedVersion,
      async () => {
        if (input.managerId != null) await personRecords.require(tx, input.managerId, ['managerId']);
        return {
          ...(input.name == null ? {} : { name: checkText(input.name, 'name') }),
          email: input.email,
          role: input.role,
          managerId: input.managerId,
          timeZone: input.timeZone == null ? input.timeZone : checkTimeZone(input.timeZone, 'timeZone'),
        };
      },
    );
    await refuseManagingThemselves(tx, [stored.id], 'managerId');
    return stored;
  });
}

/**
 * Imports rows of `people.csv`. Managers who are named but not listed are created; a name that only repeats the
 * external id does not replace a better one.
 */
export function importPeople(context: RequestContext, input: ImportInput): Promise<ImportReport> {
  const author = authorOf(context);
  return importRows<PersonRow>(context.session, context.principal, input, {
    columns: importColumns,
    key: (row) => row.external_id,
    store: (tx, source, rows) => storePeople(tx, author, source, rows),
  });
}

async function storePeople(
  tx: Session,
  author: Author,
  source: string,
  rows: ImportRow<PersonRow>[],
): Promise<StoredBatch> {
  const listed = new Set(rows.map(({ row }) => row.external_id));
  const named = rows.flatMap(({ row }) => (row.manager && !listed.has(row.manager) ? [row.manager] : []));
  const ids = await ensurePeopleOnRecord(tx, author, source, named);
  const total: StoredBatch = { created: 0, updated: 0, unchanged: 0, rejects: [] };
  const layers = managerLayers(
    rows,
    ({ row }) => row.external_id,
    ({ row }) => row.manager ?? null,
  );
  for (const layer of layers.inOrder) {
    const stored = await storeRecords<PersonRow, PersonRecord>(tx, source, layer, {
      records: personRecords,
      prefix: 'per',
      author,
      externalId: (row) => row.external_id,
      toRecord: ({ external_id, name, email, role, manager, time_zone }, existing) => ({
        name: existing && name === external_id ? undefined : name,
        email,
        role,
        managerId: manager == null ? manager : ids.get(manager),
        timeZone: time_zone,
      }),
    });
    for (const [externalId, id] of stored.ids) ids.set(externalId, id);
    total.created += stored.created;
    total.updated += stored.updated;
    total.unchanged += stored.unchanged;
  }
  for (const { line } of layers.circular) {
    total.rejects.push({
      line,
      column: 'manager',
      reason: 'Followed from manager to manager, this person manages themselves.',
    });
  }
  await refuseManagingThemselves(
    tx,
    rows.flatMap(({ row }) => (row.manager ? (ids.get(row.external_id) ?? []) : [])),
    'manager',
  );
  return total;
}

async function refuseManagingThemselves(tx: Session, ids: readonly string[], field: string): Promise<void> {
  const circular = await findManagingThemselves(tx, ids);
  if (circular.size > 0)
    throw invalid('Followed from manager to manager, this person manages themselves.', [field]);
}
