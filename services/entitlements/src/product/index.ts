export { ProductEntity } from './product.entity.js';
export { loadProduct } from './product.loader.js';
export { ProductResolver } from './product.resolver.js';
export { productRecords } from './product.store.js';
export { Product } from './product.types.js';
