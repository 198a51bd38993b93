/** How many members of a group must be better than `DOWN`: a count, or a percent of the live members. */
export type MinUp = { count: number } | { percent: number };

/** One dependency: `consumerId` needs `providerId`, alone (`group` null) or as a member of a named group. */
export interface DependencyRow {
  consumerId: string;
  providerId: string;
  group: string | null;
  strength: 'HARD' | 'SOFT';
  /** Null: every live member is needed. */
  minUp: MinUp | null;
}

/** Why dependencies are refused. */
export interface DependencyViolation {
  code: 'SELF_DEPENDENCY' | 'GROUP_DISAGREES' | 'MIN_UP_ABOVE_GROUP' | 'MIN_UP_OUT_OF_RANGE';
  message: string;
  consumerId: string;
  group: string | null;
}

/**
 * Checks complete consumers: `rows` holds all dependencies of every consumer it mentions. Returns one violation
 * per row or group at fault, in the order of the rows; an empty list means the rows may be stored.
 *
 * Refused are: an asset depending on itself (`SELF_DEPENDENCY`); rows of one group that differ in strength or
 * `minUp` (`GROUP_DISAGREES`); a count that is no integer ≥ 1 or a percent that is no integer within 1..100
 * (`MIN_UP_OUT_OF_RANGE`); a count above the number of distinct members, live or not (`MIN_UP_ABOVE_GROUP`).
 */
export function checkDependencies(rows: readonly DependencyRow[]): DependencyViolation[] {
  const violations: DependencyViolation[] = [];
  const groups = new Map<string, DependencyRow[]>();
  rows.forEach((row, position) => {
    if (row.consumerId === row.providerId) {
      violations.push(violation('SELF_DEPENDENCY', row, `Asset ${row.consumerId} cannot depend on itself.`));
    }
    const key = JSON.stringify(row.group === null ? [row.consumerId, position] : [row.consumerId, row.group]);
    const members = groups.get(key);
    if (members) members.push(row);
    else groups.set(key, [row]);
  });
  for (const members of groups.values()) violations.push(...checkGroup(members));
  return violations;
}

function checkGroup(members: readonly DependencyRow[]): DependencyViolation[] {
  const first = members[0]!;
  const name = first.group === null ? `on ${first.providerId}` : `group "${first.group}"`;
  const where = `Dependency ${name} of asset ${first.consumerId}`;
  const agrees = members.every((row) => row.strength === first.strength && sameMinUp(row.minUp, first.minUp));
  if (!agrees) {
    return [violation('GROUP_DISAGREES', first, `${where}: all rows must have one strength and one minUp.`)];
  }
  if (first.minUp === null) return [];
  if ('percent' in first.minUp) {
    const { percent } = first.minUp;
    if (Number.isInteger(percent) && percent >= 1 && percent <= 100) return [];
    return [violation('MIN_UP_OUT_OF_RANGE', first, `${where}: minUp ${percent} % is not within 1..100 %.`)];
  }
  const { count } = first.minUp;
  if (!Number.isInteger(count) || count < 1) {
    return [
      violation('MIN_UP_OUT_OF_RANGE', first, `${where}: minUp ${count} is not a whole number from 1.`),
    ];
  }
  const size = new Set(members.map((row) => row.providerId)).size;
  if (count <= size) return [];
  return [violation('MIN_UP_ABOVE_GROUP', first, `${where}: minUp ${count} is above its ${size} members.`)];
}

function sameMinUp(a: MinUp | null, b: MinUp | null): boolean {
  if (a === null || b === null) return a === b;
  if ('count' in a) return 'count' in b && a.count === b.count;
  return 'percent' in b && a.percent === b.percent;
}

function violation(
  code: DependencyViolation['code'],
  row: DependencyRow,
  message: string,
): DependencyViolation {
  return { code, message, consumerId: row.consumerId, group: row.group };
}
