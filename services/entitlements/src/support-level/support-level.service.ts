import {
  authorize,
  authorOf,
  cellOr,
  checkText,
  column,
  createOnce,
  importRows,
  invalid,
  referencesTo,
  resolveReferences,
  storeRecords,
  type ImportInput,
  type ImportReport,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { z } from 'zod';
import { agreementRecords } from '../agreement/index.js';
import { calendarRecords } from '../calendar/index.js';
import { BEYOND_ALLOWANCE } from './support-level.rules.js';
import { supportLevelRecords, type SupportLevelRecord } from './support-level.store.js';
import type { CreateSupportLevelInput, UpdateSupportLevelInput } from './support-level.types.js';

const importColumns = z.object({
  external_id: column.required.text,
  name: column.required.text,
  calendar: column.text,
  agreement: column.text,
  channels: column.list,
  languages: column.list,
  designated_contacts: column.integer,
  cases_per_year: column.integer,
  beyond_allowance: column.oneOf(...BEYOND_ALLOWANCE),
});
type SupportLevelRow = z.infer<typeof importColumns>;

/** Creates a support level. Roles: admin, manager, operator. */
export async function createSupportLevel(
  context: RequestContext,
  input: CreateSupportLevelInput,
): Promise<SupportLevelRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return createOnce(context, supportLevelRecords, {
    prefix: 'lvl',
    mutation: 'createSupportLevel',
    input,
    values: async (tx) => {
      await requireReferences(tx, input);
      return {
        name: checkText(input.name, 'name'),
        calendarId: input.calendarId ?? null,
        agreementId: input.agreementId ?? null,
        channels: input.channels,
        languages: input.languages,
        designatedContacts: checkCount(input.designatedContacts, 'designatedContacts') ?? null,
        casesPerYear: checkCount(input.casesPerYear, 'casesPerYear') ?? null,
        beyondAllowance: input.beyondAllowance,
      };
    },
  });
}

/** Changes a support level. Roles: admin, manager, operator. */
export async function updateSupportLevel(
  context: RequestContext,
  input: UpdateSupportLevelInput,
): Promise<SupportLevelRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return context.session.transaction((tx) =>
    supportLevelRecords.update(tx, authorOf(context), input.id, input.expectedVersion, async () => {
      await requireReferences(tx, input);
      return {
        ...(input.name == null ? {} : { name: checkText(input.name, 'name') }),
        calendarId: input.calendarId,
        agreementId: input.agreementId,
        ...(input.channels == null ? {} : { channels: input.channels }),
        ...(input.languages == null ? {} : { languages: input.languages }),
        designatedContacts: checkCount(input.designatedContacts, 'designatedContacts'),
        casesPerYear: checkCount(input.casesPerYear, 'casesPerYear'),
        ...(input.beyondAllowance == null ? {} : { beyondAllowance: input.beyondAllowance }),
      };
    }),
  );
}

/** Imports rows of `support_levels.csv`. */
export function importSupportLevels(context: RequestContext, input: ImportInput): Promise<ImportReport> {
  return importRows<SupportLevelRow>(context.session, context.principal, input, {
    columns: importColumns,
    key: (row) => row.external_id,
    store: async (tx, source, rows) => {
      const { references, rejects, ...resolved } = await resolveReferences(tx, source, rows, {
        calendar: { find: referencesTo('calendar'), of: (row) => [row.calendar] },
        agreement: { find: referencesTo('agreement'), of: (row) => [row.agreement] },
      });
      const stored = await storeRecords<SupportLevelRow, SupportLevelRecord>(tx, source, resolved.rows, {
        records: supportLevelRecords,
        prefix: 'lvl',
        author: authorOf(context),
        externalId: (row) => row.external_id,
        toRecord: (row, existing) => ({
          name: row.name,
          calendarId: row.calendar == null ? row.calendar : references['calendar']?.get(row.calendar),
          agreementId: row.agreement == null ? row.agreement : references['agreement']?.get(row.agreement),
          channels: cellOr(row.channels, [], existing),
          languages: cellOr(row.languages, [], existing),
          designatedContacts: checkCount(row.designated_contacts, 'designated_contacts'),
          casesPerYear: checkCount(row.cases_per_year, 'cases_per_year'),
          beyondAllowance: cellOr(row.beyond_allowance, 'ALLOW', existing),
        }),
      });
      return { ...stored, rejects };
    },
  });
}

function checkCount<Count extends number | null | undefined>(count: Count, field: string): Count {
  if (count != null && count < 0) throw invalid(`\`${field}\` is ${count}; it is 0 or more.`, [field]);
  return count;
}

async function requireReferences(
  tx: Session,
  input: { calendarId?: string | null; agreementId?: string | null },
): Promise<void> {
  if (input.calendarId != null) await calendarRecords.require(tx, input.calendarId, ['calendarId']);
  if (input.agreementId != null) await agreementRecords.require(tx, input.agreementId, ['agreementId']);
}
