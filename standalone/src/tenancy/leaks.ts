import { OWNER_WORDS, type OwnerWord } from './company/company.fixture.js';
import type { OwnedRecord } from './records.js';

const IDENTIFIER = /\b[a-z]{3}_[0-9a-hjkmnp-tv-z]{26}\b/g;
const WORD = new RegExp(OWNER_WORDS.join('|'), 'gi');

/**
 * What an answer tells of records that its reader may not see: by their identifiers, and by the words that begin
 * each of their texts. Each leak is one line, with the fields that lead to it.
 *
 * @param asked texts that the question itself held: repeating them tells nothing
 */
export function leaksOf(
  answer: unknown,
  reading: {
    caller: string;
    root: string;
    sees: ReadonlySet<OwnerWord>;
    find: (id: string) => OwnedRecord | undefined;
    asked?: readonly string[];
  },
): string[] {
  const found = new Set<string>();
  const asked = new Set(reading.asked);
  walk(answer, [], (text, path) => {
    const through = [reading.root, ...path].join('.');
    for (const id of text.match(IDENTIFIER) ?? []) {
      if (asked.has(id)) continue;
      const record = reading.find(id);
      if (record && !reading.sees.has(record.owner)) {
        found.add(`${reading.caller} sees ${record.type} of ${record.owner} through ${through}`);
      }
    }
    for (const match of text.match(WORD) ?? []) {
      const owner = match.toLowerCase() as OwnerWord;
      if (!reading.sees.has(owner)) {
        found.add(`${reading.caller} reads a text of ${owner} through ${through}: ${text.slice(0, 80)}`);
      }
    }
  });
  return [...found];
}

/** Where two answers differ, with both values; paths without the places in lists. */
export function differencesOf(before: unknown, after: unknown, path: readonly string[] = []): string[] {
  if (before === after) return [];
  if (isObject(before) && isObject(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    const step = (key: string) => (Array.isArray(before) ? path : [...path, key]);
    return [...keys].flatMap((key) => differencesOf(before[key], after[key], step(key)));
  }
  return [
    `${path.join('.')}: ${JSON.stringify(before)?.slice(0, 200)} ≠ ${JSON.stringify(after)?.slice(0, 200)}`,
  ];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function walk(
  value: unknown,
  path: readonly string[],
  visit: (text: string, path: readonly string[]) => void,
): void {
  if (typeof value === 'string') visit(value, path);
  else if (Array.isArray(value)) for (const one of value) walk(one, path, visit);
  else if (isObject(value)) {
    for (const [key, one] of Object.entries(value)) {
      // A page's cursors are made of its own records.
      if (!/cursor$/i.test(key)) walk(one, [...path, key], visit);
    }
  }
}
