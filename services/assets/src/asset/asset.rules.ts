import { invalid } from '@plimsoll/shared';

const MOST_TEXTS = 100;
const LONGEST_TEXT = 200;

/**
 * Distinct trimmed texts of 1 to 200 characters, at most 100, sorted.
 *
 * @throws DomainError `INVALID` naming the field
 */
export function checkTexts(values: readonly string[], field: string): string[] {
  const texts = new Set(values.map((value) => value.trim()));
  if (texts.size > MOST_TEXTS) throw invalid(`\`${field}\` has at most ${MOST_TEXTS} entries.`, [field]);
  for (const text of texts) {
    if (text.length < 1 || text.length > LONGEST_TEXT) {
      throw invalid(`Every entry of \`${field}\` has 1 to ${LONGEST_TEXT} characters.`, [field]);
    }
  }
  return [...texts].sort();
}

/**
 * An object of attributes as a caller gives it.
 *
 * @throws DomainError `INVALID` for anything but an object
 */
export function checkAttributeObject(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid('`attributes` is an object of values by name.', ['attributes']);
  }
  return value as Record<string, unknown>;
}
