export { decodeCursor, encodeCursor } from './cursor.js';
export {
  listByParent,
  listPage,
  SqlParameters,
  type ListArguments,
  type ListDefinition,
  type OrderBy,
} from './list.store.js';
export { checkPageSize, type Page } from './page.rules.js';
