import { basename } from 'node:path';
import { formatOfName, openFile, type OpenedFile } from '../reader/index.js';
import type { Mapping, RecordRule } from './mapping.schema.js';
import { evaluate, satisfies, select, ValueFault, type MappedRecord, type Scope } from './value.rules.js';

/** Columns of a row as the platform takes them; an absent value has no key, an empty one clears what is on record. */
export type RowColumns = Record<string, string>;

/** What became of one record of the file. */
export type MappedItem =
  | { kind: 'row'; line: number; columns: RowColumns; cells?: readonly string[] }
  | { kind: 'reject'; line: number; column: string | null; reason: string; cells?: readonly string[] };

/**
 * Opens the file a mapping is for; of several formats, in the one that its name tells, else in the first.
 * @throws ImportFailure when it cannot be read
 */
export function openMapped(path: string, mapping: Mapping): Promise<OpenedFile> {
  const formats = [mapping.format].flat();
  const format = formats.find((one) => one === formatOfName(path)) ?? formats[0]!;
  return openFile(path, format, { encoding: mapping.encoding, delimiter: mapping.delimiter });
}

/**
 * The rows one record rule makes of a file, in the file's order. Records that cannot be read are told of
 * only with `reportUnreadable`, so that a file read once for each noun reports them once. Memory holds the
 * rows of one group; with `spread`, of all; with `distinct`, every distinct row.
 */
export async function* mapRecords(
  path: string,
  opened: OpenedFile,
  mapping: Mapping,
  rule: RecordRule,
  reportUnreadable: boolean,
): AsyncGenerator<MappedItem> {
  const name = basename(path);
  const file = { name, stem: name.replace(/\.gz$/, '').replace(/\.[^.]+$/, '') };
  const context: Omit<Scope, 'rows' | 'index'> = {
    file,
    named: mapping.let ?? {},
    missing: mapping.missing ?? [],
    dates: mapping.dates ?? {},
  };
  const written = new Set<string>();
  for await (const group of groups(recordsOf(opened, mapping, rule, context), rule, context)) {
    if ('kind' in group) {
      const { unreadable, ...reject } = group;
      if (reportUnreadable || !unreadable) yield reject;
      continue;
    }
    const indexes = rule.group?.take === 'group' ? [group.length - 1] : group.keys();
    for (const index of indexes) {
      const item = toRow({ ...context, rows: group, index }, rule);
      if (rule.distinct === true && item.kind === 'row') {
        const key = JSON.stringify(item.columns);
        if (written.has(key)) continue;
        written.add(key);
      }
      yield item;
    }
  }
}

function toRow(scope: Scope, rule: RecordRule): MappedItem {
  const row = scope.rows[scope.index];
  const place = { line: row?.line ?? 0, ...(row?.cells === undefined ? {} : { cells: row.cells }) };
  const columns: RowColumns = {};
  for (const [column, value] of Object.entries(rule.columns)) {
    try {
      const text = evaluate(value, scope);
      const cleared = rule.clear?.[column];
      if (text !== undefined) columns[column] = text.trim();
      else if (cleared !== undefined && satisfies(cleared, scope)) columns[column] = '';
    } catch (error) {
      if (!(error instanceof ValueFault)) throw error;
      return { kind: 'reject', ...place, column, reason: error.message };
    }
  }
  return { kind: 'row', ...place, columns };
}

/** A reject, and whether the file's record itself cannot be read (which every rule would find again). */
type Fault = Extract<MappedItem, { kind: 'reject' }> & { unreadable: boolean };

/** The records the rule selects and its condition admits. */
async function* recordsOf(
  opened: OpenedFile,
  mapping: Mapping,
  rule: RecordRule,
  context: Omit<Scope, 'rows' | 'index'>,
): AsyncGenerator<MappedRecord | Fault> {
  let fileRow = 0;
  for await (const item of opened.items) {
    const cells = item.cells === undefined ? {} : { cells: item.cells };
    if (item.kind === 'unreadable') {
      yield {
        kind: 'reject',
        line: item.line,
        column: item.column ?? null,
        reason: item.reason,
        ...cells,
        unreadable: true,
      };
      continue;
    }
    const whole = {
      current: item.value,
      record: item.value,
      document: item.value,
      line: item.line,
      ...cells,
    };
    const records =
      mapping.select === undefined
        ? [item.value]
        : select(mapping.select, { ...context, rows: [{ ...whole, fileRow }], index: 0 });
    for (const record of records) {
      fileRow += 1;
      const outer: MappedRecord = { ...whole, current: record, record, fileRow };
      const currents =
        rule.select === undefined ? [record] : select(rule.select, { ...context, rows: [outer], index: 0 });
      for (const current of currents) {
        const mapped: MappedRecord = { ...outer, current };
        try {
          if (rule.where === undefined || satisfies(rule.where, { ...context, rows: [mapped], index: 0 }))
            yield mapped;
        } catch (error) {
          if (!(error instanceof ValueFault)) throw error;
          yield {
            kind: 'reject',
            line: item.line,
            column: null,
            reason: error.message,
            ...cells,
            unreadable: false,
          };
        }
      }
    }
  }
}

/** Puts the records of one key together; without a group rule each is alone. */
async function* groups(
  records: AsyncIterable<MappedRecord | Fault>,
  rule: RecordRule,
  context: Omit<Scope, 'rows' | 'index'>,
): AsyncGenerator<MappedRecord[] | Fault> {
  const { group } = rule;
  const ended = new Set<string>();
  const spread = new Map<string, MappedRecord[]>();
  let open = null as { key: string; rows: MappedRecord[] } | null;
  for await (const record of records) {
    if ('kind' in record) {
      yield record;
      continue;
    }
    if (group === undefined) {
      yield [record];
      continue;
    }
    const cells = record.cells === undefined ? {} : { cells: record.cells };
    const fault = { kind: 'reject' as const, line: record.line, column: null, ...cells, unreadable: false };
    let key: string | undefined;
    try {
      key = evaluate(group.by, { ...context, rows: [record], index: 0 });
    } catch (error) {
      if (!(error instanceof ValueFault)) throw error;
      yield { ...fault, reason: error.message };
      continue;
    }
    if (key === undefined) {
      yield { ...fault, reason: 'the row has no value to group it by' };
    } else if (group.spread === true) {
      const rows = spread.get(key);
      if (rows === undefined) spread.set(key, [record]);
      else rows.push(record);
    } else if (open?.key === key) {
      open.rows.push(record);
    } else if (ended.has(key)) {
      yield { ...fault, reason: `rows of ${key} are not together; set group.spread in the mapping` };
    } else {
      if (open !== null) yield open.rows;
      ended.add(key);
      open = { key, rows: [record] };
    }
  }
  if (open !== null) yield open.rows;
  yield* spread.values();
}
