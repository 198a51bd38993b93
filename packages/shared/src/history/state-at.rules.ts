import type { ChangedField } from './changed-fields.rules.js';

/** What a record was at an instant, as its history tells it. */
export interface StateAt {
  recordId: string;
  /** The version it had then: that of the last change until then. */
  version: number;
  /** When it became so: the instant of the last change until then. */
  since: Date;
  /** Its fields by name; those that never held anything are absent. */
  fields: Record<string, unknown>;
}

/**
 * What a record was at an instant (inclusive), or null where it was not there yet: each field has the value that the
 * last change until then gave it. Changes follow one another by when they happened, those of one instant by version;
 * the first version states the record completely, so that what was told of an earlier time does not outlast it.
 *
 * @param entries the record's whole history, in any order
 * @param at the last instant that counts; all of them where absent
 */
export function stateAt(
  entries: readonly { version: number; at: Date; fields: readonly ChangedField[] }[],
  at?: Date,
): Omit<StateAt, 'recordId'> | null {
  const told = entries
    .filter((entry) => at === undefined || entry.at.getTime() <= at.getTime())
    .sort((a, b) => a.at.getTime() - b.at.getTime() || a.version - b.version);
  const first = told.findIndex((entry) => entry.version === 1);
  const last = told.at(-1);
  if (!last) return null;
  const fields: Record<string, unknown> = {};
  for (const entry of told.slice(Math.max(first, 0))) {
    for (const { name, after } of entry.fields) fields[name] = after;
  }
  return { version: last.version, since: last.at, fields };
}
