/** An object of an answer; what a query selects of it is known to the file that asks. */
export type Fields = Record<string, unknown>;

/** A row of a native file: texts by column; an absent value has no key. */
export type ExportedRow = Record<string, string>;

/** How one kind of native file is read out of the graph. */
export interface ExportFile {
  /** The native file, and so its columns: `customers`. */
  noun: string;
  /** The root field that lists the records: `customers`. */
  list: string;
  /** Arguments of the list beside `first` and `after`, such as `orderBy: { field: AT, direction: ASC }`. */
  arguments?: string;
  /** Records asked for at once; fewer where each brings a list of its own. */
  pageSize?: number;
  /** What is selected of each record, {@link nested} aside. */
  selection: string;
  /** A list within each record: read to its end, however long it is. */
  nested?: {
    field: string;
    selection: string;
    /** The root field that finds one record by `id`. */
    single: string;
    /** How many are asked for with each record. */
    first: number;
  };
  /** The rows a record makes, with the whole nested list. */
  rows: (record: Fields, reference: Reference, nested: Fields[]) => ExportedRow[];
  /** Columns beyond the native ones that a record has. */
  attributes?: (record: Fields) => string[];
}

/** Names a record in a file: its external id where it is of the exported source, else its platform id. */
export type Reference = (record: unknown) => string | undefined;

/** What a {@link Reference} needs of a record. */
export const REFERENCE = '{ id externalId source }';

/** Names records as the files of one source do. */
export function referencesOf(source: string): Reference {
  return (record) => {
    if (record === null || record === undefined) return undefined;
    const { id, externalId, source: own } = record as Fields;
    return own === source && typeof externalId === 'string' ? externalId : (id as string);
  };
}

/** A row without its absent cells; lists are joined by semicolons. */
export function rowOf(cells: Record<string, unknown>): ExportedRow {
  const row: ExportedRow = {};
  for (const [column, cell] of Object.entries(cells)) {
    if (cell === null || cell === undefined || cell === '') continue;
    if (!Array.isArray(cell)) row[column] = textOf(cell);
    else if (cell.length > 0) row[column] = cell.map(textOf).join(';');
  }
  return row;
}

/** A value of an answer as a cell shows it: texts as they are, anything else as JSON writes it. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** The objects of a list field; none where it is null. */
export function listed(value: unknown): Fields[] {
  return Array.isArray(value) ? (value as Fields[]) : [];
}

/** The object of a field; empty where it is null. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
