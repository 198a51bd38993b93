import {
  authorize,
  authorOf,
  checkText,
  column,
  idempotently,
  importRows,
  newId,
  storeRecords,
  type ImportInput,
  type ImportReport,
  type RequestContext,
} from '@plimsoll/shared';
import { z } from 'zod';
import { authorOf, authorize, checkName } from '../account/index.js';
import { partnerRecords, type PartnerRecord } from './partner.store.js';
import type { CreatePartnerInput, UpdatePartnerInput } from './partner.types.js';

const importColumns = z.object({
  external_id: column.required.text,
  name: column.required.text,
  region: column.text,
});
type PartnerRow = z.infer<typeof importColumns>;

/** Creates a partner. Roles: admin, manager, operator. */
export async function createPartner(context: RequestContext, input: CreatePartnerInput): Promise<PartnerRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  const name = checkText(input.name, 'name');
  const { id } = await context.session.transaction((tx) =>
    idempotently(
      tx,
      { principal: context.principal, mutation: 'createPartner', key: input.idempotencyKey, body: input },
      async () => {
        const record = { id: newId('par'), version: 1, externalId: null, source: null, name, region: input.region ?? null };
        await partnerRecords.create(tx, authorOf(context), [record]);
        return record;
      },
    ),
  );
  return (await partnerRecords.findByIds(context.session, [id])).get(id) as PartnerRecord;
}

/** Changes a partner. Roles: admin, manager, operator. */
export async function updatePartner(context: RequestContext, input: UpdatePartnerInput): Promise<PartnerRecord> {
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
        toRecord: ({ name, region }) => ({ name, region }),
      }),
  });
}
