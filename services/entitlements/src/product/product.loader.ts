import { listPage, type Page, type RequestContext } from '@plimsoll/shared';
import {
  productList,
  productRecords,
  type ProductListArguments,
  type ProductRecord,
} from './product.store.js';

/** The product with this id, or null where the caller sees none; batched a request. */
export function loadProduct(context: RequestContext, id: string): Promise<ProductRecord | null> {
  return context
    .loader<string, ProductRecord>('product', (ids) => productRecords.findInOrder(context.session, ids))
    .load(id);
}

/** The product with this external id, or null where the caller sees none. */
export async function loadProductByExternalId(
  context: RequestContext,
  source: string,
  externalId: string,
): Promise<ProductRecord | null> {
  const found = await productRecords.findByExternalIds(context.session, source, [externalId]);
  return found.get(externalId) ?? null;
}

/** A page of the products the caller sees. */
export function listProducts(
  context: RequestContext,
  args: ProductListArguments,
): Promise<Page<ProductRecord>> {
  return listPage(context.session, productList, args);
}
