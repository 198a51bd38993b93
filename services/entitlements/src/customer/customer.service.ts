import {
  authorize,
  authorOf,
  cellOr,
  checkText,
  checkTimeZone,
  column,
  createOnce,
  importRows,
  referencesTo,
  resolveReferences,
  storeRecords,
  type ImportInput,
  type ImportReject,
  type ImportReport,
  type ImportRow,
  type RequestContext,
  type Session,
  type StoredBatch,
} from '@plimsoll/shared';
import { z } from 'zod';
import { holdLineages } from '../partner/index.js';
import { ensurePeople } from '../person/index.js';
import { customerMerged, duplicateCsi } from './customer.errors.js';
import { checkCsi, checkLocale, csiKey, SEGMENTS } from './customer.rules.js';
import { customerRecords, findByCsis, type CustomerRecord } from './customer.store.js';
import {
  enrolment,
  issueCsis,
  keepingCsisApart,
  refuseTaken,
  requireReferences,
  resellersFrom,
} from './enrolment.service.js';
import type { CreateCustomerInput, UpdateCustomerInput } from './customer.types.js';

const importColumns = z.object({
  external_id: column.required.text,
  name: column.required.text,
  csi: column.parsed((text) => checkCsi(text, 'csi')),
  segment: column.oneOf(...SEGMENTS),
  region: column.text,
  time_zone: column.timeZone,
  locale: column.parsed((text) => checkLocale(text, 'locale')),
  vertical: column.text,
  partner: column.text,
  account_manager: column.text,
  designated_analyst: column.text,
  active: column.boolean,
});
type CustomerRow = z.infer<typeof importColumns>;

/**
 * Creates a customer with its access on; issues a CSI where none is given. Roles: admin, manager, operator.
 *
 * @throws DomainError `DUPLICATE_CSI`
 */
export function createCustomer(context: RequestContext, input: CreateCustomerInput): Promise<CustomerRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  const given = input.csi == null ? null : checkCsi(input.csi, 'csi');
  return keepingCsisApart(given, () =>
    createOnce(context, customerRecords, {
      prefix: 'cus',
      mutation: 'createCustomer',
      input,
      values: (tx) =>
        enrolment(tx, { ...input, csi: given }, context.now, context.principal.personId ?? null),
    }),
  );
}

/**
 * Changes a customer. Roles: admin, manager, operator.
 *
 * @throws DomainError `DUPLICATE_CSI`
 */
export function updateCustomer(context: RequestContext, input: UpdateCustomerInput): Promise<CustomerRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  const csi = input.csi == null ? undefined : checkCsi(input.csi, 'csi');
  return keepingCsisApart(csi ?? null, () =>
    context.session.transaction(async (tx) => {
      const partnerIds = input.partnerId === undefined ? undefined : await resellersFrom(tx, input.partnerId);
      return customerRecords.update(
        tx,
        authorOf(context),
        input.id,
        input.expectedVersion,
        async (current) => {
          await requireReferences(tx, input);
          if (csi !== undefined && csiKey(csi) !== csiKey(current.csi)) await refuseTaken(tx, csi);
          return {
            csi,
            ...(input.name == null ? {} : { name: checkText(input.name, 'name') }),
            segment: input.segment,
            region: input.region,
            ...(input.timeZone == null ? {} : { timeZone: checkTimeZone(input.timeZone, 'timeZone') }),
            locale: input.locale == null ? input.locale : checkLocale(input.locale, 'locale'),
            vertical: input.vertical,
            partnerId: input.partnerId,
            partnerIds,
            accountManagerId: input.accountManagerId,
            designatedAnalystId: input.designatedAnalystId,
          };
        },
      );
    }),
  );
}

function accessSwitched(context: RequestContext, active: boolean, reason: string | null) {
  return {
    accessActive: active,
    accessSince: context.now,
    accessReason: reason,
    accessBy: context.principal.personId ?? null,
    accessUntil: null,
    accessOpenTickets: null,
  };
}

/**
 * Imports rows of `customers.csv`. People who are named but not on record are created; a customer without a CSI
 * is issued one; a CSI that another customer has rejects its row.
 */
export function importCustomers(context: RequestContext, input: ImportInput): Promise<ImportReport> {
  return importRows<CustomerRow>(context.session, context.principal, input, {
    columns: importColumns,
    key: (row) => row.external_id,
    store: (tx, source, rows) => storeCustomers(context, tx, source, rows),
  });
}

async function storeCustomers(
  context: RequestContext,
  tx: Session,
  source: string,
  given: ImportRow<CustomerRow>[],
): Promise<StoredBatch> {
  const { references, rejects, ...resolved } = await resolveReferences(tx, source, given, {
    partner: { find: referencesTo('partner'), of: (row) => [row.partner] },
  });
  const standing = await withoutMerged(tx, source, resolved.rows, rejects);
  const rows = await withoutTakenCsis(tx, source, standing, rejects);
  const named = rows.flatMap(({ row }) =>
    [row.account_manager, row.designated_analyst].filter((name) => name != null),
  );
  const people = await ensurePeople(tx, source, named);
  const lineages = await holdLineages(
    tx,
    rows.flatMap(({ row }) => (row.partner == null ? [] : (references['partner']?.get(row.partner) ?? []))),
  );
  const issued = await issueCsis(tx, rows.filter(({ row }) => row.csi == null).length);
  const stored = await storeRecords<CustomerRow, CustomerRecord>(tx, source, rows, {
    records: customerRecords,
    prefix: 'cus',
    author: authorOf(context),
    externalId: (row) => row.external_id,
    toRecord: (row, existing) => {
      const active = cellOr(row.active, true, existing);
      // A file does not bring back what was terminated.
      const open = existing?.terminatesOn == null;
      const switched =
        existing === null || (open && active !== undefined && active !== existing.accessActive);
      const partnerId = row.partner == null ? row.partner : references['partner']?.get(row.partner);
      const access = switched ? accessSwitched(context, active ?? true, null) : null;
      return {
        csi: row.csi ?? (existing ? undefined : issued.pop()),
        name: row.name,
        segment: row.segment,
        region: row.region,
        timeZone: cellOr(row.time_zone, 'UTC', existing),
        locale: row.locale,
        vertical: row.vertical,
        partnerId,
        partnerIds: partnerId === undefined && existing ? undefined : (lineages.get(partnerId ?? '') ?? []),
        accountManagerId: row.account_manager == null ? row.account_manager : people.get(row.account_manager),
        designatedAnalystId:
          row.designated_analyst == null ? row.designated_analyst : people.get(row.designated_analyst),
        accessActive: access?.accessActive,
        accessSince: access?.accessSince,
        accessReason: access?.accessReason,
        accessBy: access?.accessBy,
        accessUntil: access?.accessUntil,
        accessOpenTickets: access?.accessOpenTickets,
        mergedInto: undefined,
        terminatesOn: undefined,
        createdAt: existing ? undefined : context.now,
      };
    },
  });
  return { ...stored, rejects };
}

/** The rows of customers that were not merged into another; the others are added to `rejects`. */
async function withoutMerged(
  tx: Session,
  source: string,
  rows: ImportRow<CustomerRow>[],
  rejects: ImportReject[],
): Promise<ImportRow<CustomerRow>[]> {
  const externalIds = rows.map(({ row }) => row.external_id);
  const known = await customerRecords.findImported(tx, source, externalIds);
  return rows.filter(({ line, row }) => {
    const found = known.get(row.external_id);
    if (found?.mergedInto == null) return true;
    const reason = customerMerged(found.id, found.mergedInto).message;
    rejects.push({ line, column: 'external_id', reason });
    return false;
  });
}

/** The rows whose identifier nobody else has, on record or in an earlier row; the others are added to `rejects`. */
async function withoutTakenCsis(
  tx: Session,
  source: string,
  rows: ImportRow<CustomerRow>[],
  rejects: ImportReject[],
): Promise<ImportRow<CustomerRow>[]> {
  const onRecord = await findByCsis(
    tx,
    rows.flatMap(({ row }) => row.csi ?? []),
  );
  const holders = new Map<string, string | null>();
  for (const [key, holder] of onRecord) {
    holders.set(key, holder.source === source ? holder.externalId : holder.id);
  }
  return rows.filter(({ line, row }) => {
    if (row.csi == null) return true;
    const key = csiKey(row.csi);
    const holder = holders.get(key);
    if (holder === undefined || holder === row.external_id) {
      holders.set(key, row.external_id);
      return true;
    }
    rejects.push({ line, column: 'csi', reason: duplicateCsi(row.csi).message });
    return false;
  });
}
