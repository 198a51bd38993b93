import { typeid, TypeID } from 'typeid-js';

/**
 * A new identifier: `<prefix>_` and 26 lower-case Crockford base32 characters of a UUIDv7 (the TypeID
 * format), so that identifiers sort by the millisecond of their creation and are never reused.
 */
export function newId(prefix: string): string {
  return typeid(prefix).toString();
}

/** Whether `value` is a well-formed identifier with this prefix. */
export function isId(prefix: string, value: string): boolean {
  if (!value.startsWith(`${prefix}_`)) return false;
  try {
    TypeID.fromString(value, prefix);
    return true;
  } catch {
    return false;
  }
}
