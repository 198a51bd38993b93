import { Records, type ListArguments, type ListDefinition } from '@plimsoll/shared';
import { ProductEntity } from './product.entity.js';
import type { ProductFilter, ProductOrderField } from './product.types.js';

/** A product as the rest of the service knows it. */
export type ProductRecord = ProductEntity;

/** What may be asked of the list of products. */
export type ProductListArguments = ListArguments<ProductFilter, keyof typeof ProductOrderField>;

/** Products, with their history and events. */
export const productRecords = new Records<ProductRecord>({
  entity: ProductEntity,
  noun: 'product',
  eventNoun: 'product',
  eventData: ({ name }) => ({ name }),
});

/** How products are listed. */
export const productList: ListDefinition<ProductFilter, keyof typeof ProductOrderField> = {
  columns: 'p.id, p.version, p.external_id as "externalId", p.source, p.name',
  from: 'product p',
  id: 'p.id',
  orders: { NAME: { sql: 'p.name', type: 'text' } },
  defaultOrder: { field: 'NAME', direction: 'ASC' },
  where: (filter, parameters) =>
    filter.search ? [`p.name ilike ${parameters.addContaining(filter.search)}`] : [],
};
