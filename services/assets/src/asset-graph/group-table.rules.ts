import type { MinUp } from './dependency-groups.rules.js';
import { grown, NONE } from './dependents.rules.js';

/** Numbers of a group that stand beside each other in `terms`. */
export const GROUP_STRIDE = 4;
/** Consumer, doubled, plus 1 where the group is soft; -1 for a group that no longer exists. */
export const CONSUMER = 0;
/** How many live members it can lose and still have enough. */
export const SPARE = 1;
/** How many it has lost: 0 between runs. */
export const LOST = 2;
/** Live members. */
const LIVE = 3;

/**
 * Groups that state how many of their members must be up: 28 bytes each. What a run looks at for every member it loses
 * stands together in `terms`, which is another array after the next change.
 */
export class GroupTable {
  terms = new Int32Array(0);
  private groups = 0;
  /** Its first dependency, and how many there are. */
  private starts = new Int32Array(0);
  private sizes = new Int32Array(0);
  /** A count as it is, a percent negated. */
  private minUps = new Int32Array(0);

  get count(): number {
    return this.groups;
  }

  reserve(count: number): void {
    if (count <= this.starts.length) return;
    this.starts = grown(this.starts, count);
    this.sizes = grown(this.sizes, count);
    this.minUps = grown(this.minUps, count);
    this.terms = grown(this.terms, this.starts.length * GROUP_STRIDE);
  }

  /** Adds a group whose members are the dependencies from `start` on. */
  add(consumer: number, soft: boolean, minUp: MinUp, start: number, size: number): number {
    return this.put(consumer * 2 + (soft ? 1 : 0), encoded(minUp), start, size);
  }

  /** Copies a group of another table, with its members at another place. */
  copy(from: GroupTable, group: number, start: number): number {
    const copied = this.put(
      from.terms[group * GROUP_STRIDE + CONSUMER]!,
      from.minUps[group]!,
      start,
      from.sizes[group]!,
    );
    this.addLive(copied, from.liveOf(group));
    return copied;
  }

  remove(group: number): void {
    this.terms[group * GROUP_STRIDE + CONSUMER] = NONE;
  }

  /** Counts so many live members more (or less). */
  addLive(group: number, more: number): void {
    const at = group * GROUP_STRIDE;
    const n = this.terms[at + LIVE]! + more;
    this.terms[at + LIVE] = n;
    this.terms[at + SPARE] = n === 0 ? -1 : n - Math.min(n, Math.max(1, this.asked(group, n)));
  }

  consumerOf(group: number): number {
    return this.terms[group * GROUP_STRIDE + CONSUMER]! >> 1;
  }

  isSoft(group: number): boolean {
    return (this.terms[group * GROUP_STRIDE + CONSUMER]! & 1) === 1;
  }

  spareOf(group: number): number {
    return this.terms[group * GROUP_STRIDE + SPARE]!;
  }

  liveOf(group: number): number {
    return this.terms[group * GROUP_STRIDE + LIVE]!;
  }

  startOf(group: number): number {
    return this.starts[group]!;
  }

  sizeOf(group: number): number {
    return this.sizes[group]!;
  }

  minUpOf(group: number): MinUp {
    const minUp = this.minUps[group]!;
    return minUp > 0 ? { count: minUp } : { percent: -minUp };
  }

  /** How many of n live members are asked for, which may be more than there are. */
  private asked(group: number, n: number): number {
    const minUp = this.minUps[group]!;
    return minUp > 0 ? minUp : Math.ceil((n * -minUp) / 100);
  }

  private put(consumerAndSoft: number, minUp: number, start: number, size: number): number {
    const group = this.groups++;
    this.reserve(this.groups);
    const at = group * GROUP_STRIDE;
    this.terms[at + CONSUMER] = consumerAndSoft;
    this.terms[at + SPARE] = -1;
    this.terms[at + LOST] = 0;
    this.terms[at + LIVE] = 0;
    this.minUps[group] = minUp;
    this.starts[group] = start;
    this.sizes[group] = size;
    return group;
  }
}

function encoded(minUp: MinUp): number {
  return 'count' in minUp ? Math.max(1, minUp.count) : -Math.max(1, minUp.percent);
}
