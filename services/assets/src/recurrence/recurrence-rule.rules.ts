import { invalid } from '@plimsoll/shared';

const LONGEST_RULE = 500;
const MOST_OCCURRENCES = 10_000;
const LONGEST_INTERVAL = 1_000;

const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
type Frequency = (typeof FREQUENCIES)[number];

/** The parts of a recurrence rule as they are written, by name. */
export type RuleParts = ReadonlyMap<string, string>;

const DAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const DAY = /^([+-]?\d{1,2})?(SU|MO|TU|WE|TH|FR|SA)$/;
const UNTIL = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z)?)?$/;

/** What the numbers of a part lie between, and whether they may count from the end. */
const RANGES: Readonly<Record<string, { least: number; most: number; fromEnd: boolean }>> = {
  BYMONTH: { least: 1, most: 12, fromEnd: false },
  BYMONTHDAY: { least: 1, most: 31, fromEnd: true },
  BYYEARDAY: { least: 1, most: 366, fromEnd: true },
  BYWEEKNO: { least: 1, most: 53, fromEnd: true },
  BYSETPOS: { least: 1, most: 366, fromEnd: true },
  BYHOUR: { least: 0, most: 23, fromEnd: false },
  BYMINUTE: { least: 0, most: 59, fromEnd: false },
};

/** The frequencies that a part has a meaning for (RFC 5545, section 3.3.10); all where it is not here. */
const FREQUENCIES_OF: Readonly<Record<string, readonly Frequency[]>> = {
  BYMONTHDAY: ['DAILY', 'MONTHLY', 'YEARLY'],
  BYYEARDAY: ['YEARLY'],
  BYWEEKNO: ['YEARLY'],
  BYSETPOS: ['WEEKLY', 'MONTHLY', 'YEARLY'],
};

/**
 * The one spelling of a recurrence rule of RFC 5545: upper case, without `RRULE:` and blanks. Rules recur by the day
 * or more slowly.
 *
 * @throws DomainError `INVALID` at `recurrence`, naming the part at fault
 */
export function canonicalRule(text: string): string {
  const rule = text
    .trim()
    .toUpperCase()
    .replace(/^RRULE:/, '');
  if (rule.length > LONGEST_RULE) throw refused(`is longer than ${LONGEST_RULE} characters`);
  const parts = new Map<string, string>();
  for (const part of rule.split(';')) {
    const [name = '', value, ...rest] = part.split('=').map((word) => word.trim());
    if (!value || rest.length > 0) throw refused(`has the part ${JSON.stringify(part)}, not NAME=value`);
    if (parts.has(name)) throw refused(`says ${name} twice`);
    parts.set(name, value);
  }
  checkParts(parts);
  return [...parts].map(([name, value]) => `${name}=${value}`).join(';');
}

/** The parts of a rule in its canonical spelling. */
export function partsOf(rule: string): RuleParts {
  return new Map(rule.split(';').map((part) => part.split('=') as [string, string]));
}

/**
 * The last wall clock that a part `UNTIL` lets begin, in epoch milliseconds of a clock in UTC; null without one. With
 * a `Z` it is an instant, which `wallClockOf` turns into the zone's; a day alone is included.
 */
export function lastWallClock(parts: RuleParts, wallClockOf: (instant: number) => number): number | null {
  const until = parts.get('UNTIL');
  if (until === undefined) return null;
  const [, year, month, day, hour = '23', minute = '59', second = '59', utc] = UNTIL.exec(until) ?? [];
  const time = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  return utc === undefined ? time : wallClockOf(time);
}

/**
 * Whether a wall clock passes the parts that name days and times by themselves. It is asked before a rule is
 * searched, since a search for what never comes runs to the year 9999.
 */
export function passesParts(parts: RuleParts, wallClock: number): boolean {
  const date = new Date(wallClock);
  const monthLength = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  const day = date.getUTCDate();
  const has = (name: string, ...values: number[]): boolean => {
    const numbers = parts.get(name)?.split(',').map(Number);
    return numbers === undefined || values.some((value) => numbers.includes(value));
  };
  const weekdays = parts
    .get('BYDAY')
    ?.split(',')
    .map((one) => one.slice(-2));
  return (
    has('BYMONTH', date.getUTCMonth() + 1) &&
    has('BYMONTHDAY', day, day - monthLength - 1) &&
    has('BYHOUR', date.getUTCHours()) &&
    has('BYMINUTE', date.getUTCMinutes()) &&
    (weekdays === undefined || weekdays.includes(DAYS[date.getUTCDay()]!))
  );
}

function checkParts(parts: RuleParts): void {
  const frequency = parts.get('FREQ') as Frequency | undefined;
  if (!frequency || !FREQUENCIES.includes(frequency)) {
    throw refused(`needs FREQ=${FREQUENCIES.join(', ')}`);
  }
  if (parts.has('COUNT') && parts.has('UNTIL')) throw refused('has COUNT and UNTIL; it ends by one of them');
  for (const [name, value] of parts) checkPart(name, value, frequency);
  const positions = parts.get('BYSETPOS')?.split(',').map(Number);
  if (positions && frequency === 'WEEKLY') {
    const timesOf = (name: string) => parts.get(name)?.split(',').length ?? 1;
    const most = timesOf('BYDAY') * timesOf('BYHOUR') * timesOf('BYMINUTE');
    if (positions.some((position) => Math.abs(position) > most)) {
      throw refused(`has a BYSETPOS beyond the ${most} that a week has`);
    }
  }
}

function checkPart(name: string, value: string, frequency: Frequency): void {
  const allowed = FREQUENCIES_OF[name];
  if (allowed && !allowed.includes(frequency)) {
    throw refused(`has ${name}, which means nothing with FREQ=${frequency}`);
  }
  const range = RANGES[name];
  if (range) {
    for (const one of value.split(',')) checkNumber(name, one, range);
    return;
  }
  if (name === 'FREQ') return;
  if (name === 'INTERVAL') checkNumber(name, value, { least: 1, most: LONGEST_INTERVAL, fromEnd: false });
  else if (name === 'COUNT') checkNumber(name, value, { least: 1, most: MOST_OCCURRENCES, fromEnd: false });
  else if (name === 'UNTIL') checkUntil(value);
  else if (name === 'WKST') {
    if (!DAYS.includes(value)) throw refused(`has WKST=${value}; it is one of ${DAYS.join(', ')}`);
  } else if (name === 'BYDAY') checkDays(value, frequency);
  else throw refused(`has ${JSON.stringify(name)}, which is no part of a rule here`);
}

function checkDays(value: string, frequency: Frequency): void {
  for (const one of value.split(',')) {
    const match = DAY.exec(one);
    if (!match)
      throw refused(`has BYDAY=${one}; a day is ${DAYS.join(', ')}, or one with a number, as in -1SU`);
    if (match[1] === undefined) continue;
    if (frequency !== 'MONTHLY' && frequency !== 'YEARLY') {
      throw refused(`has BYDAY=${one}; days are numbered by the month or the year alone`);
    }
    checkNumber('BYDAY', match[1].replace(/^\+/, ''), { least: 1, most: 53, fromEnd: true });
  }
}

function checkNumber(
  name: string,
  text: string,
  { least, most, fromEnd }: { least: number; most: number; fromEnd: boolean },
): void {
  const size = Math.abs(Number(text));
  const written = fromEnd ? /^[+-]?\d{1,5}$/ : /^\d{1,5}$/;
  if (!written.test(text) || size < least || size > most) {
    throw refused(
      `has ${name}=${text}; it is ${least} to ${most}${fromEnd ? ', or -1 and so on from the end' : ''}`,
    );
  }
}

function checkUntil(value: string): void {
  const [, year, month, day, hour = '0', minute = '0', second = '0'] = UNTIL.exec(value) ?? [];
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const exists =
    !Number.isNaN(date.getTime()) &&
    date.getUTCMonth() === Number(month) - 1 &&
    date.getUTCDate() === Number(day);
  if (!exists || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) {
    throw refused(`has UNTIL=${value}; it is written 20260401, 20260401T120000 or 20260401T100000Z`);
  }
}

function refused(why: string) {
  return invalid(`The recurrence rule ${why}.`, ['recurrence']);
}
