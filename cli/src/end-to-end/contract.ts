import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** An operation that users rely on, word for word; kept in `contract/` beside these tests. */
export function contractOperation(name: string): string {
  return readFileSync(join(__dirname, 'contract', `${name}.graphql`), 'utf8');
}

/**
 * The paths of an answer that hold null, without list positions: `exposure.customers.nodes.health`. Below a null
 * nothing is known; a path is empty if it is null everywhere it stands.
 */
export function pathsAlwaysNull(answer: unknown): string[] {
  const seen = new Map<string, { filled: boolean }>();
  const visit = (value: unknown, path: string) => {
    if (Array.isArray(value)) {
      for (const item of value) visit(item, path);
      return;
    }
    const known = seen.get(path) ?? { filled: false };
    seen.set(path, known);
    if (value === null) return;
    known.filled = true;
    if (typeof value === 'object') {
      for (const [name, item] of Object.entries(value as Record<string, unknown>)) {
        visit(item, path === '' ? name : `${path}.${name}`);
      }
    }
  };
  visit(answer, '');
  return [...seen]
    .filter(([, { filled }]) => !filled)
    .map(([path]) => path)
    .sort();
}
