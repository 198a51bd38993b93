import { isDeepStrictEqual } from 'node:util';

/** One field that a change gave another value, as it was shown before and after. */
export interface ChangedField {
  name: string;
  before: unknown;
  after: unknown;
}

/**
 * The fields in which two states of a record differ, in the order of `after`, fields only `before` had last.
 * Compared by value as they would be stored: undefined equals null, a Date its ISO text. A new record (`before`
 * null) has all its fields that are not null.
 */
export function changedFields(before: object | null, after: object): ChangedField[] {
  const old = Object.entries(before ?? {});
  const names = new Set([...Object.keys(after), ...old.map(([name]) => name)]);
  return [...names]
    .map((name) => ({ name, before: stored(before, name), after: stored(after, name) }))
    .filter(({ before: was, after: is }) => was !== is && !isDeepStrictEqual(was, is));
}

function stored(record: object | null, name: string): unknown {
  const value = (record as Record<string, unknown> | null)?.[name];
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  return value === undefined ? null : (JSON.parse(JSON.stringify(value)) as unknown);
}
