/** How much of a company's life the facts of operations intelligence hold. */
export interface BookShape {
  readonly customers: number;
  readonly tickets: number;
  readonly incidents: number;
  readonly changes: number;
  readonly assets: number;
  /** Calendar months (UTC) before `asOf`. */
  readonly months: number;
  /** Nothing happens after it. */
  readonly asOf: Date;
}

const AS_OF = new Date('2026-06-30T12:00:00Z');

/** 250 customers over two years. */
export const SMALL_BOOK: BookShape = {
  customers: 250,
  tickets: 25_000,
  incidents: 480,
  changes: 2_400,
  assets: 400,
  months: 24,
  asOf: AS_OF,
};

/** 20,000 customers over two years. */
export const LARGE_BOOK: BookShape = {
  customers: 20_000,
  tickets: 2_000_000,
  incidents: 4_800,
  changes: 24_000,
  assets: 4_000,
  months: 24,
  asOf: AS_OF,
};
