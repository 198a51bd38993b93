/** A stretch of time without anybody on call, half-open. */
interface Gap {
  from: Date;
  to: Date;
}

/** What a look ahead changes: gaps nobody knew, those that have grown or shrunk, and those that are closed. */
export interface GapReview<Known extends Gap> {
  found: Gap[];
  changed: { known: Known; to: Date }[];
  closed: Known[];
}

/**
 * Compares the gaps that lie ahead with those on record that are neither closed nor over. One that overlaps a gap on
 * record is this gap, whose end may have moved; where several overlap it, the earliest. One on record that nothing ahead
 * overlaps is closed.
 *
 * @param ahead disjoint, in order, beginning now or later
 * @param known those on record that end after now, in any order
 */
export function reviewGaps<Known extends Gap>(
  ahead: readonly Gap[],
  known: readonly Known[],
): GapReview<Known> {
  const review: GapReview<Known> = { found: [], changed: [], closed: [] };
  const left = new Set(known.toSorted((a, b) => a.from.getTime() - b.from.getTime()));
  for (const gap of ahead) {
    const same = [...left].find((one) => one.from < gap.to && one.to > gap.from);
    if (!same) {
      review.found.push(gap);
      continue;
    }
    left.delete(same);
    if (same.to.getTime() !== gap.to.getTime()) review.changed.push({ known: same, to: gap.to });
  }
  review.closed = [...left];
  return review;
}
