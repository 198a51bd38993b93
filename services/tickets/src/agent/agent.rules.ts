import { invalid } from '@plimsoll/shared';

/** A skill to a level. */
export interface SkillLevel {
  skillId: string;
  /** 1–5. */
  level: number;
}

/** A time in which somebody is away: half-open, ISO instants; `to` null: until further notice. */
export interface Absence {
  from: string;
  to: string | null;
  reason: string | null;
}

const LARGEST_CAPACITY = 1_000;
const MOST_LANGUAGES = 50;
const MOST_ABSENCES = 100;
const LONGEST_REASON = 200;

/** How many tickets somebody works on at a time: a whole number, 0–1,000. @throws DomainError `INVALID` */
export function checkCapacity(capacity: number): number {
  if (!Number.isInteger(capacity) || capacity < 0 || capacity > LARGEST_CAPACITY) {
    throw invalid(`\`capacity\` is a whole number from 0 to ${LARGEST_CAPACITY}.`, ['capacity']);
  }
  return capacity;
}

/** The language of a locale or language tag: `de` of `de-AT`; null for what is none. */
export function languageOf(tag: string | null): string | null {
  const found = /^([a-z]{2,3})(?:[-_]|$)/i.exec(tag?.trim() ?? '');
  return found?.[1]?.toLowerCase() ?? null;
}

/** Languages by their ISO 639 codes, each once; of a locale its language. @throws DomainError `INVALID` */
export function checkLanguages(languages: readonly string[]): string[] {
  if (languages.length > MOST_LANGUAGES) {
    throw invalid(`Name at most ${MOST_LANGUAGES} languages.`, ['languages']);
  }
  const codes = languages.map((tag) => {
    const code = languageOf(tag);
    if (code === null) {
      throw invalid(
        `${JSON.stringify(tag.slice(0, 40))} is no language; name it by its ISO 639 code, such as \`de\`.`,
        ['languages'],
      );
    }
    return code;
  });
  return [...new Set(codes)];
}

/**
 * Absences in the order in which they begin.
 *
 * @throws DomainError `INVALID` for one that ends before it begins, for more than 100, for a reason that is too long
 */
export function checkAbsences(
  absences: readonly { from: Date; to?: Date | null; reason?: string | null }[],
): Absence[] {
  if (absences.length > MOST_ABSENCES) throw invalid(`Name at most ${MOST_ABSENCES} absences.`, ['absences']);
  return absences
    .map(({ from, to = null, reason = null }) => {
      if (to !== null && to <= from) throw invalid('An absence ends after it begins.', ['absences']);
      const text = reason?.trim() || null;
      if (text !== null && text.length > LONGEST_REASON) {
        throw invalid(`The reason of an absence has at most ${LONGEST_REASON} characters.`, ['absences']);
      }
      return { from: from.toISOString(), to: to?.toISOString() ?? null, reason: text };
    })
    .toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
}

/** Whether somebody with these absences is away at an instant: from the first one of an absence to before its last. */
export function isAway(absences: readonly Absence[], at: Date): boolean {
  const now = at.getTime();
  return absences.some(({ from, to }) => Date.parse(from) <= now && (to === null || now < Date.parse(to)));
}

/** Skills as a cell of a file says them: `databases:3;mail` – a name, a colon, a level from 1 to 5, else level 3. */
export function readSkillCells(cells: readonly string[]): { name: string; level: number }[] {
  return cells.map((cell) => {
    const parts = /^(.+?)(?::([1-5]))?$/.exec(cell.trim());
    if (!parts?.[1] || /:\d*$/.test(parts[1])) {
      throw invalid(`${JSON.stringify(cell.slice(0, 60))} is no skill with a level from 1 to 5.`, ['skills']);
    }
    return { name: parts[1].trim(), level: Number(parts[2] ?? 3) };
  });
}
