/**
 * A deterministic stream of numbers in [0, 1): Mulberry32, seeded by the FNV-1a hash of a label, so that one more
 * draw for one noun leaves all the others as they are.
 */
export function randomOf(label: string): () => number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < label.length; at++) hash = Math.imul(hash ^ label.charCodeAt(at), 0x01000193);
  let state = hash >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One of the values by a number in [0, 1). @throws RangeError on an empty list */
export function pick<T>(values: readonly T[], draw: number): T {
  if (values.length === 0) throw new RangeError('Nothing to pick from.');
  return values[Math.floor(draw * values.length)] as T;
}
