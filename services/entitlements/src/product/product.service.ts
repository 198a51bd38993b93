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
import { productRecords, type ProductRecord } from './product.store.js';
import type { CreateProductInput, UpdateProductInput } from './product.types.js';

const importColumns = z.object({ external_id: column.required.text, name: column.required.text });
type ProductRow = z.infer<typeof importColumns>;

/** Creates a product. Roles: admin, manager, operator. */
export async function createProduct(
  context: RequestContext,
  input: CreateProductInput,
): Promise<ProductRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return createOnce(context, productRecords, {
    prefix: 'prd',
    mutation: 'createProduct',
    input,
    values: () => ({ name: checkText(input.name, 'name') }),
  });
}

/** Changes a product. Roles: admin, manager, operator. */
export async function updateProduct(
  context: RequestContext,
  input: UpdateProductInput,
): Promise<ProductRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return context.session.transaction((tx) =>
    productRecords.update(tx, authorOf(context), input.id, input.expectedVersion, () =>
      input.name == null ? {} : { name: checkText(input.name, 'name') },
    ),
  );
}

/** Imports rows of `products.csv`. */
export function importProducts(context: RequestContext, input: ImportInput): Promise<ImportReport> {
  return importRows<ProductRow>(context.session, context.principal, input, {
    columns: importColumns,
    key: (row) => row.external_id,
    store: (tx, source, rows) =>
      storeRecords<ProductRow, ProductRecord>(tx, source, rows, {
        records: productRecords,
        prefix: 'prd',
        author: authorOf(context),
        externalId: (row) => row.external_id,
        toRecord: ({ name }) => ({ name }),
      }),
  });
}
