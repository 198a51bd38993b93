import { stringify } from 'csv-stringify/sync';

/** What a cell may hold; null and undefined are empty cells. */
export type Cell = string | number | boolean | null | undefined;

const NUMBER = /^[+-]?\d+(\.\d+)?$/;
const FORMULA = /^[=+\-@\t\r]/;

/**
 * Lines of CSV: RFC 4180, each ended by CR LF. A text that a spreadsheet would run as a formula, since it begins with
 * `=`, `+`, `-`, `@`, a tab or a carriage return, gets an apostrophe before it; numbers stay as they are.
 */
export function csvLines(rows: readonly (readonly Cell[])[]): string {
  return stringify(
    rows.map((row) => row.map((cell) => safe(cell))),
    { record_delimiter: '\r\n', quoted_match: /[\r\n]/ },
  );
}

function safe(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  const text = String(cell);
  return FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}
