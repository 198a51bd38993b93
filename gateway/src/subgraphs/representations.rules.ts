/** Representations without repetition, and how to put the answer back in place. */
export interface DistinctRepresentations {
  distinct: unknown[];
  /** For each representation asked for, its place in `distinct`. */
  places: number[];
}

/**
 * Representations with each entity once, in order of first appearance; null when none repeats, so that the
 * request can go out as it is.
 */
export function distinctRepresentations(representations: readonly unknown[]): DistinctRepresentations | null {
  if (representations.length < 2) return null;
  const placeOf = new Map<string, number>();
  const distinct: unknown[] = [];
  const places = representations.map((representation) => {
    const key = JSON.stringify(representation);
    const known = placeOf.get(key);
    if (known !== undefined) return known;
    placeOf.set(key, distinct.length);
    return distinct.push(representation) - 1;
  });
  return distinct.length === representations.length ? null : { distinct, places };
}

/**
 * The entities for every place that asked. The first place gets the entity itself, later ones a copy, since
 * the gateway merges further fields into each of them.
 */
export function spreadEntities(entities: readonly unknown[], places: readonly number[]): unknown[] {
  const given = new Set<number>();
  return places.map((place) => {
    if (given.has(place)) return copy(entities[place]);
    given.add(place);
    return entities[place];
  });
}

/**
 * The path of an error in the distinct answer, moved to the first place that asked for that entity; without
 * `places` nothing was repeated. An error of all entities at once has no place in the answer.
 */
export function originalPath(
  path: readonly (string | number)[] | undefined,
  places: readonly number[] | undefined,
): readonly (string | number)[] | undefined {
  if (path?.[0] !== '_entities') return path;
  if (typeof path[1] !== 'number') return undefined;
  if (!places) return path;
  const original = places.indexOf(path[1]);
  return original < 0 ? path : [path[0], original, ...path.slice(2)];
}

function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy);
  // Scalars in their own classes, a Date for example, are never merged into and stay themselves.
  if (typeof value !== 'object' || value === null || !isPlain(value)) return value;
  const made: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [key, inner] of Object.entries(value)) made[key] = copy(inner);
  return made;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
