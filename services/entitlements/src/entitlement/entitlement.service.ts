import {
  authorize,
  authorOf,
  column,
  createOnce,
  importRows,
  referencesTo,
  resolveReferences,
  storeRecords,
  type ImportInput,
  type ImportReport,
  type RequestContext,
  type ResolvedReferences,
  type Session,
} from '@plimsoll/shared';
import { z } from 'zod';
import { agreementRecords, requireAgreementInForce, requireStage } from '../agreement/index.js';
import { customerRecords, dayIn } from '../customer/index.js';
import { productRecords } from '../product/index.js';
import { supportLevelRecords } from '../support-level/index.js';
import { entitlementImplied } from './entitlement.errors.js';
import { checkCases, checkInterval, checkSubject } from './entitlement.rules.js';
import { entitlementKey, entitlementRecords, findSold, type EntitlementRecord } from './entitlement.store.js';
import type {
  CreateEntitlementInput,
  EndEntitlementInput,
  UpdateEntitlementInput,
} from './entitlement.types.js';

const importColumns = z.object({
  customer: column.required.text,
  product: column.text,
  asset: column.text,
  agreement: column.required.text,
  valid_from: column.required.date,
  support_level: column.text,
  valid_to: column.date,
  cases: column.integer,
});
type EntitlementRow = z.infer<typeof importColumns>;

/** Creates an entitlement that was sold by itself. Roles: admin, manager, operator. */
export async function createEntitlement(
  context: RequestContext,
  input: CreateEntitlementInput,
): Promise<EntitlementRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return createOnce(context, entitlementRecords, {
    prefix: 'ent',
    mutation: 'createEntitlement',
    input,
    values: async (tx) => {
      const subject = { productId: input.productId ?? null, assetId: input.assetId ?? null };
      checkSubject(subject, { product: 'productId', asset: 'assetId' });
      checkInterval(input.validFrom, input.validTo ?? null, 'validTo');
      await customerRecords.require(tx, input.customerId, ['customerId']);
      if (subject.productId !== null) await productRecords.require(tx, subject.productId, ['productId']);
      await requireAgreementInForce(tx, input.agreementId, ['agreementId']);
      await requireSupportLevel(tx, input.supportLevelId);
      return {
        ...subject,
        customerId: input.customerId,
        agreementId: input.agreementId,
        supportLevelId: input.supportLevelId ?? null,
        subscriptionId: null,
        validFrom: input.validFrom,
        validTo: input.validTo ?? null,
        cases: checkCases(input.cases ?? null),
      };
    },
  });
}

/**
 * Changes an entitlement that was sold by itself. Roles: admin, manager, operator.
 *
 * @throws DomainError `ENTITLEMENT_IMPLIED`
 */
export async function updateEntitlement(
  context: RequestContext,
  input: UpdateEntitlementInput,
): Promise<EntitlementRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return context.session.transaction((tx) =>
    entitlementRecords.update(tx, authorOf(context), input.id, input.expectedVersion, async (current) => {
      refuseImplied(current);
      await requireSupportLevel(tx, input.supportLevelId);
      checkInterval(current.validFrom, input.validTo ?? null, 'validTo');
      return {
        supportLevelId: input.supportLevelId,
        validTo: input.validTo,
        cases: checkCases(input.cases),
      };
    }),
  );
}

/**
 * Ends an entitlement that was sold by itself. Roles: admin, manager, operator.
 *
 * @throws DomainError `ENTITLEMENT_IMPLIED`
 */
export async function endEntitlement(
  context: RequestContext,
  input: EndEntitlementInput,
): Promise<EntitlementRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return context.session.transaction((tx) =>
    entitlementRecords.update(tx, authorOf(context), input.id, input.expectedVersion, async (current) => {
      refuseImplied(current);
      const customer = await customerRecords.require(tx, current.customerId, ['id']);
      const validTo = input.validTo ?? dayIn(customer.timeZone, context.now);
      checkInterval(current.validFrom, validTo, 'validTo');
      return { validTo };
    }),
  );
}

/**
 * Imports rows of `entitlements.csv`. The key of a row is its customer, product or asset, agreement and first day;
 * an asset is named by its platform id, since this service keeps no assets.
 */
export function importEntitlements(context: RequestContext, input: ImportInput): Promise<ImportReport> {
  return importRows<EntitlementRow>(context.session, context.principal, input, {
    columns: importColumns,
    key: keyOf,
    store: async (tx, source, rows) => {
      const { references, rejects, ...resolved } = await resolveReferences(tx, source, rows, {
        customer: {
          find: referencesTo('customer', 'coalesce(merged_into, id)'),
          of: (row) => [row.customer],
        },
        product: { find: referencesTo('product'), of: (row) => [row.product] },
        agreement: { find: referencesTo('agreement'), of: (row) => [row.agreement] },
        support_level: { find: referencesTo('support_level'), of: (row) => [row.support_level] },
      });
      const agreements = await agreementRecords.findByIds(tx, [...(references['agreement']?.values() ?? [])]);
      const stored = await storeRecords<EntitlementRow, EntitlementRecord>(tx, source, resolved.rows, {
        records: entitlementRecords,
        prefix: 'ent',
        author: authorOf(context),
        externalId: keyOf,
        known: (unnamed) => findSoldByRows(tx, unnamed, references),
        toRecord: (row, existing) => {
          const validTo = row.valid_to === undefined ? (existing?.validTo ?? null) : row.valid_to;
          checkInterval(row.valid_from, validTo, 'valid_to');
          const agreement = agreements.get(references['agreement']?.get(row.agreement) ?? '');
          if (agreement) requireStage(agreement, ['IN_FORCE'], 'in force', ['agreement']);
          const productId = row.product == null ? null : (references['product']?.get(row.product) ?? null);
          return {
            ...checkSubject(
              { productId, assetId: row.asset ?? null },
              { product: 'product', asset: 'asset' },
            ),
            customerId: references['customer']?.get(row.customer),
            agreementId: references['agreement']?.get(row.agreement),
            supportLevelId:
              row.support_level == null
                ? row.support_level
                : references['support_level']?.get(row.support_level),
            subscriptionId: existing ? undefined : null,
            validFrom: row.valid_from,
            validTo,
            cases: checkCases(row.cases),
          };
        },
      });
      return { ...stored, rejects };
    },
  });
}

/** Entitlements that were sold here, or named otherwise by another file, by the key of the row that means them. */
async function findSoldByRows(
  tx: Session,
  rows: readonly EntitlementRow[],
  references: ResolvedReferences,
): Promise<Map<string, EntitlementRecord>> {
  const idOf = (name: string, key: string | null | undefined) =>
    key == null ? null : (references[name]?.get(key) ?? null);
  const keys = rows.map((row) => ({
    customerId: idOf('customer', row.customer) ?? '',
    productId: idOf('product', row.product),
    assetId: row.asset ?? null,
    agreementId: idOf('agreement', row.agreement) ?? '',
    validFrom: row.valid_from,
  }));
  const sold = await findSold(tx, keys);
  return new Map(
    rows.flatMap((row, index) => {
      const key = keys[index];
      const record = key && sold.get(entitlementKey(key));
      return record ? [[keyOf(row), record] as const] : [];
    }),
  );
}

function keyOf(row: EntitlementRow): string {
  return [row.customer, row.product ?? row.asset ?? '', row.agreement, row.valid_from].join('|');
}

function refuseImplied({ subscriptionId }: EntitlementRecord): void {
  if (subscriptionId !== null) throw entitlementImplied(subscriptionId);
}

async function requireSupportLevel(tx: Session, id: string | null | undefined): Promise<void> {
  if (id != null) await supportLevelRecords.require(tx, id, ['supportLevelId']);
}
