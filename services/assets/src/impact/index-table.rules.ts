/**
 * Whole numbers by index 0..size-1, 0 where nothing is set: an array where many are expected, a map where few are,
 * so that a small answer over a large graph stays small.
 */
export class IndexTable {
  private readonly dense: Int32Array | null;
  private readonly sparse = new Map<number, number>();

  constructor(size: number, expected: number) {
    this.dense = expected * 16 > size ? new Int32Array(size) : null;
  }

  get(index: number): number {
    return (this.dense === null ? this.sparse.get(index) : this.dense[index]) ?? 0;
  }

  set(index: number, value: number): void {
    if (this.dense === null) this.sparse.set(index, value);
    else this.dense[index] = value;
  }
}
