import {
  authorize,
  authorOf,
  cellOr,
  checkText,
  column,
  createOnce,
  importRows,
  referencesTo,
  resolveReferences,
  storeRecords,
  type ImportInput,
  type ImportReport,
  type Records,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { z } from 'zod';
import { requireSeen } from '../account/index.js';
import type { CrewRecord } from './crew.store.js';
import type { CreateCrewInput, UpdateCrewInput } from './crew.types.js';

/** Whether it is teams or queues that are worked on. */
export interface Crews {
  records: Records<CrewRecord>;
  prefix: 'tem' | 'que';
  createMutation: string;
}

const importColumns = z.object({
  external_id: column.required.text,
  name: column.required.text,
  calendar: column.text,
  members: column.list,
});
type CrewRow = z.infer<typeof importColumns>;

/** Creates a team or queue. Roles: admin, manager, operator. */
export async function createCrew(
  context: RequestContext,
  crews: Crews,
  input: CreateCrewInput,
): Promise<CrewRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return createOnce(context, crews.records, {
    prefix: crews.prefix,
    mutation: crews.createMutation,
    input,
    values: async (tx) => {
      await requireReferences(tx, input);
      return {
        name: checkText(input.name, 'name'),
        calendarId: input.calendarId ?? null,
        memberIds: [...new Set(input.memberIds ?? [])],
      };
    },
  });
}

/** Changes a team or queue. Roles: admin, manager, operator. */
export async function updateCrew(
  context: RequestContext,
  crews: Crews,
  input: UpdateCrewInput,
): Promise<CrewRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return context.session.transaction((tx) =>
    crews.records.update(tx, authorOf(context), input.id, input.expectedVersion, async () => {
      await requireReferences(tx, input);
      return {
        ...(input.name == null ? {} : { name: checkText(input.name, 'name') }),
        calendarId: input.calendarId,
        ...(input.memberIds == null ? {} : { memberIds: [...new Set(input.memberIds)] }),
      };
    }),
  );
}

async function requireReferences(
  tx: Session,
  input: { calendarId?: string | null; memberIds?: string[] | null },
): Promise<void> {
  if (input.calendarId != null) await requireSeen(tx, 'calendar', [input.calendarId], ['calendarId']);
  await requireSeen(tx, 'person', input.memberIds ?? [], ['memberIds']);
}

/** Imports rows of `teams.csv` or `queues.csv`. */
export function importCrews(
  context: RequestContext,
  { records, prefix }: Crews,
  input: ImportInput,
): Promise<ImportReport> {
  return importRows<CrewRow>(context.session, context.principal, input, {
    columns: importColumns,
    key: (row) => row.external_id,
    store: async (tx, source, rows) => {
      const resolved = await resolveReferences(tx, source, rows, {
        calendar: { find: referencesTo('calendar'), of: (row) => [row.calendar] },
        members: { find: referencesTo('person'), of: (row) => row.members ?? [] },
      });
      const idOf = (column: string, key: string) => resolved.references[column]?.get(key) ?? key;
      const stored = await storeRecords<CrewRow, CrewRecord>(tx, source, resolved.rows, {
        records,
        prefix,
        author: authorOf(context),
        externalId: (row) => row.external_id,
        toRecord: (row, existing) => ({
          name: row.name,
          calendarId: row.calendar == null ? row.calendar : idOf('calendar', row.calendar),
          memberIds: cellOr(
            row.members?.map((key) => idOf('members', key)),
            [],
            existing,
          ),
        }),
      });
      return { ...stored, rejects: resolved.rejects };
    },
  });
}
