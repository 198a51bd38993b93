/**
 * Rows in layers, so that a row's manager stands in an earlier layer or outside the rows. Rows whose managers
 * lead back to themselves fit nowhere and are given apart.
 */
export function managerLayers<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  managerOf: (row: Row) => string | null,
): { inOrder: Row[][]; circular: Row[] } {
  let waiting = [...rows];
  const pending = new Set(waiting.map(keyOf));
  const inOrder: Row[][] = [];
  while (waiting.length > 0) {
    const ready = waiting.filter((row) => {
      const manager = managerOf(row);
      return manager === null || !pending.has(manager);
    });
    if (ready.length === 0) break;
    inOrder.push(ready);
    const done = new Set(ready);
    waiting = waiting.filter((row) => !done.has(row));
    for (const row of ready) pending.delete(keyOf(row));
  }
  return { inOrder, circular: waiting };
}
