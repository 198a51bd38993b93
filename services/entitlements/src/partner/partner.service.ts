import {
  authorize,
  authorOf,
  checkText,
  column,
  createOnce,
  importRows,
  storeRecords,
  type ImportInput,
  type ImportReport,
  type RequestContext,
} from '@plimsoll/shared';
import { z } from 'zod';
import { partnerRecords, type PartnerRecord } from './partner.store.js';
import type { CreatePartnerInput, UpdatePartnerInput } from './partner.types.js';

const importColumns = z.object({
  external_id: column.required.text,
  name: column.required.text,
  region: column.text,
});
type PartnerRow = z.infer<typeof importColumns>;

/** Creates a partner. Roles: admin, manager, operator. */
export async function createPartner(
  context: RequestContext,
  input: CreatePartnerInput,
): Promise<PartnerRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return createOnce(context, partnerRecords, {
    prefix: 'par',
    mutation: 'createPartner',
    input,
    values: () => ({
      name: checkText(input.name, 'name'),
      region: input.region ?? null,
      parentId: null,
    }),
  });
}

/** Changes a partner. Roles: admin, manager, operator. */
export async function updatePartner(
  context: RequestContext,
  input: UpdatePartnerInput,
): Promise<PartnerRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return context.session.transaction((tx) =>
    partnerRecords.update(tx, authorOf(context), input.id, input.expectedVersion, () => ({
      ...(input.name == null ? {} : { name: checkText(input.name, 'name') }),
      region: input.region,
    })),
  );
}

/** Imports rows of `partners.csv`. */
export function importPartners(context: RequestContext, input: ImportInput): Promise<ImportReport> {
  return importRows<PartnerRow>(context.session, context.principal, input, {
    columns: importColumns,
    key: (row) => row.external_id,
    store: (tx, source, rows) =>
      storeRecords<PartnerRow, PartnerRecord>(tx, source, rows, {
        records: partnerRecords,
        prefix: 'par',
        author: authorOf(context),
        externalId: (row) => row.external_id,
        toRecord: ({ name, region }) => ({ name, region, parentId: undefined }),
      }),
  });
}
