import { invalid } from '../errors/index.js';

/** The greatest page a caller may ask for. */
const LARGEST_PAGE = 100;

/** A page of a list. `countAll` counts the whole list when called. */
export interface Page<Row> {
  rows: Row[];
  /** One a row. */
  cursors: string[];
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  countAll: () => Promise<number>;
}

/** Refuses a page size outside 1–100. */
export function checkPageSize(first: number): void {
  if (!Number.isInteger(first) || first < 1 || first > LARGEST_PAGE) {
    throw invalid(`\`first\` is ${first}; ask for 1 to ${LARGEST_PAGE} records and page on with \`after\`.`, [
      'first',
    ]);
  }
}
