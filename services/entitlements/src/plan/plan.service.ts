import {
  authorize,
  authorOf,
  checkText,
  column,
  createOnce,
  importRows,
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
import { productRecords } from '../product/index.js';
import { supportLevelRecords } from '../support-level/index.js';
import { checkPrice, checkTier } from './plan.rules.js';
import { planRecords, type PlanRecord } from './plan.store.js';
import type { CreatePlanInput, UpdatePlanInput } from './plan.types.js';

const importColumns = z.object({
  external_id: column.required.text,
  name: column.required.text,
  product: column.required.text,
  support_level: column.text,
  agreement: column.text,
  tier: column.integer,
  monthly_price: column.decimal,
  currency: column.currency,
});
type PlanRow = z.infer<typeof importColumns>;

/** Creates a plan. Roles: admin, manager, operator. */
export async function createPlan(context: RequestContext, input: CreatePlanInput): Promise<PlanRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return createOnce(context, planRecords, {
    prefix: 'pln',
    mutation: 'createPlan',
    input,
    values: async (tx) => {
      await requireReferences(tx, input);
      return {
        name: checkText(input.name, 'name'),
        productId: input.productId,
        supportLevelId: input.supportLevelId ?? null,
        agreementId: input.agreementId ?? null,
        tier: checkTier(input.tier ?? null),
        ...checkPrice({
          monthlyPrice: input.monthlyPrice?.amount ?? null,
          currency: input.monthlyPrice?.currency ?? null,
        }),
      };
    },
  });
}

/** Changes a plan; subscriptions keep the price they were sold at. Roles: admin, manager, operator. */
export async function updatePlan(context: RequestContext, input: UpdatePlanInput): Promise<PlanRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return context.session.transaction((tx) =>
    planRecords.update(tx, authorOf(context), input.id, input.expectedVersion, async () => {
      await requireReferences(tx, input);
      const price = input.monthlyPrice;
      return {
        ...(input.name == null ? {} : { name: checkText(input.name, 'name') }),
        supportLevelId: input.supportLevelId,
        agreementId: input.agreementId,
        tier: checkTier(input.tier),
        ...(price === undefined
          ? {}
          : checkPrice({ monthlyPrice: price?.amount ?? null, currency: price?.currency ?? null })),
      };
    }),
  );
}

/** Imports rows of `plans.csv`. */
export function importPlans(context: RequestContext, input: ImportInput): Promise<ImportReport> {
  return importRows<PlanRow>(context.session, context.principal, input, {
    columns: importColumns,
    key: (row) => row.external_id,
    store: async (tx, source, rows) => {
      const { references, rejects, ...resolved } = await resolveReferences(tx, source, rows, {
        product: { find: referencesTo('product'), of: (row) => [row.product] },
        support_level: { find: referencesTo('support_level'), of: (row) => [row.support_level] },
        agreement: { find: referencesTo('agreement'), of: (row) => [row.agreement] },
      });
      const stored = await storeRecords<PlanRow, PlanRecord>(tx, source, resolved.rows, {
        records: planRecords,
        prefix: 'pln',
        author: authorOf(context),
        externalId: (row) => row.external_id,
        toRecord: (row, existing) => ({
          name: row.name,
          productId: references['product']?.get(row.product),
          supportLevelId:
            row.support_level == null
              ? row.support_level
              : references['support_level']?.get(row.support_level),
          agreementId: row.agreement == null ? row.agreement : references['agreement']?.get(row.agreement),
          tier: checkTier(row.tier),
          ...checkPrice({
            monthlyPrice:
              row.monthly_price === undefined ? (existing?.monthlyPrice ?? null) : row.monthly_price,
            currency: row.currency === undefined ? (existing?.currency ?? null) : row.currency,
          }),
        }),
      });
      return { ...stored, rejects };
    },
  });
}

async function requireReferences(
  tx: Session,
  input: { productId?: string; supportLevelId?: string | null; agreementId?: string | null },
): Promise<void> {
  if (input.productId !== undefined) await productRecords.require(tx, input.productId, ['productId']);
  if (input.supportLevelId != null) {
    await supportLevelRecords.require(tx, input.supportLevelId, ['supportLevelId']);
  }
  if (input.agreementId != null) await agreementRecords.require(tx, input.agreementId, ['agreementId']);
}
