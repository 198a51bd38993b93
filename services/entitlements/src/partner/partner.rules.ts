import { partnerCycle, partnersTooDeep } from './partner.errors.js';

/** On how many levels resellers stand at most, one without a parent on the first. */
export const MOST_LEVELS = 8;

/** Who is below whom. Without cycles and within {@link MOST_LEVELS}, and kept so by every change. */
export class PartnerHierarchy {
  readonly #parents = new Map<string, string | null>();
  readonly #children = new Map<string, Set<string>>();

  /** @param parents each reseller with its parent; in any order, as sound as what is on record */
  constructor(parents: Iterable<readonly [id: string, parentId: string | null]>) {
    for (const [id, parentId] of parents) this.#put(id, parentId);
  }

  /** The parent of a reseller; null: none, or not on record. */
  parentOf(id: string): string | null {
    return this.#parents.get(id) ?? null;
  }

  /** A reseller and all above it, nearest first. */
  lineageOf(id: string): string[] {
    const lineage = [id];
    for (let parent = this.parentOf(id); parent !== null; parent = this.parentOf(parent))
      lineage.push(parent);
    return lineage;
  }

  /** A reseller and all below it. */
  subtreeOf(id: string): string[] {
    const subtree = [id];
    // Grows while it is walked.
    for (const one of subtree) subtree.push(...(this.#children.get(one) ?? []));
    return subtree;
  }

  /**
   * Refuses a parent below which not even a new reseller, with nobody below it, has room.
   *
   * @param path of the input that names the parent
   * @throws DomainError `PARTNERS_TOO_DEEP`
   */
  admit(parentId: string, path: readonly string[]): void {
    checkDepth(this.lineageOf(parentId).length + 1, path);
  }

  /**
   * Puts a reseller with all below it below another one.
   *
   * @param parentId null: below nobody
   * @param path of the input that names the parent
   * @throws DomainError `PARTNER_CYCLE`, `PARTNERS_TOO_DEEP`; nothing has changed then
   */
  place(id: string, parentId: string | null, path: readonly string[]): void {
    if (parentId !== null) {
      const above = this.lineageOf(parentId);
      if (above.includes(id)) throw partnerCycle(path);
      checkDepth(above.length + this.#levelsOf(id), path);
    }
    this.#children.get(this.parentOf(id) ?? '')?.delete(id);
    this.#put(id, parentId);
  }

  #put(id: string, parentId: string | null): void {
    this.#parents.set(id, parentId);
    if (parentId === null) return;
    const children = this.#children.get(parentId);
    if (children) children.add(id);
    else this.#children.set(parentId, new Set([id]));
  }

  /** On how many levels a reseller and those below it stand. */
  #levelsOf(id: string): number {
    let levels = 0;
    for (let level = [id]; level.length > 0; levels += 1) {
      level = level.flatMap((one) => [...(this.#children.get(one) ?? [])]);
    }
    return levels;
  }
}

function checkDepth(depth: number, path: readonly string[]): void {
  if (depth > MOST_LEVELS) throw partnersTooDeep(depth, MOST_LEVELS, path);
}

/**
 * Rows in layers, so that each comes after the row that it names as its parent; rows that wait for one another come
 * back as `circular`.
 *
 * @param key by which a row is named
 * @param parent the key that a row names; one that no row has binds nothing
 */
export function layersOf<Row>(
  rows: readonly Row[],
  key: (row: Row) => string,
  parent: (row: Row) => string | null,
): { layers: Row[][]; circular: Row[] } {
  const layers: Row[][] = [];
  let waiting = [...rows];
  while (waiting.length > 0) {
    const keys = new Set(waiting.map(key));
    const ready = waiting.filter((row) => !keys.has(parent(row) ?? ''));
    if (ready.length === 0) break;
    layers.push(ready);
    waiting = waiting.filter((row) => keys.has(parent(row) ?? ''));
  }
  return { layers, circular: waiting };
}
