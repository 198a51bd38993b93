import { invalid } from '../errors/index.js';

/**
 * An opaque place in a sorted list: the sort value and the id of a record, bound to the order of the list, so
 * that a page begins exactly behind it even when records have come or gone.
 */
export function encodeCursor(order: string, sortValue: string, id: string): string {
  return Buffer.from(JSON.stringify([order, sortValue, id])).toString('base64url');
}

/**
 * The sort value and id of a cursor.
 *
 * @throws DomainError `INVALID` when the text is no cursor, or one of a list in another order
 */
export function decodeCursor(order: string, cursor: string): { sortValue: string; id: string } {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    parts = null;
  }
  if (!Array.isArray(parts) || parts.length !== 3 || !parts.every((part) => typeof part === 'string')) {
    throw invalid('`after` is not a cursor of this list; use an `endCursor` or edge `cursor` it returned.', [
      'after',
    ]);
  }
  const [cursorOrder, sortValue, id] = parts as [string, string, string];
  if (cursorOrder !== order) {
    throw invalid('`after` is a cursor of this list in another order; start again without it.', ['after']);
  }
  return { sortValue, id };
}
