/**
 * The version of a graph read in a snapshot of the database (`xmin:xmax:xip,…`, as `pg_current_snapshot` says it): how
 * many transactions had ended by then, as a whole decimal number.
 *
 * It is the same in every process that reads one database. A read that comes later never has a smaller one; every
 * commit raises it, whether it was of the graph or not; equal versions mean equal graphs. Of transactions that are not
 * over, those that have written nothing and the parts of others do not count.
 *
 * @throws RangeError for what is no snapshot
 */
export function graphVersionOf(snapshot: string): string {
  const [, end, open] = /^\d+:(\d+):([\d,]*)$/.exec(snapshot) ?? [];
  if (end === undefined || open === undefined) throw new RangeError(`"${snapshot}" is no snapshot.`);
  return String(BigInt(end) - 1n - BigInt(open === '' ? 0 : open.split(',').length));
}
