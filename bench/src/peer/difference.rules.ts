/** One place where two answers differ. */
export interface Difference {
  path: string;
  platform: unknown;
  peer: unknown;
}

/** Cursors are the platform's own. */
const IGNORED = new Set(['endCursor']);

/**
 * Every place where two answers differ, by structure. Numbers are equal by value, texts by every character; at most
 * `limit` places.
 */
export function differencesOf(platform: unknown, peer: unknown, limit = 50): Difference[] {
  const found: Difference[] = [];
  compare(platform, peer, '', found, limit);
  return found;
}

function compare(one: unknown, other: unknown, path: string, found: Difference[], limit: number): void {
  if (found.length >= limit) return;
  if (isContainer(one) && isContainer(other) && Array.isArray(one) === Array.isArray(other)) {
    const [a, b] = [one as Record<string, unknown>, other as Record<string, unknown>];
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      if (!IGNORED.has(key)) compare(a[key], b[key], path === '' ? key : `${path}.${key}`, found, limit);
    }
    return;
  }
  if (!Object.is(one, other)) found.push({ path, platform: one, peer: other });
}

function isContainer(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
