import { GraphQLError } from 'graphql';

/** The instants a view is cut by; null: not on this side. Half-open. */
interface Period {
  from: string | null;
  to: string | null;
}

/** What the address of an export may say: which words, and whether a month must be among them. */
export interface PeriodRule {
  /**
   * `instants`: `from`, `to` or `month`; `month`: that alone, and always; `months`: `from`, `to` or `month`, as months;
   * `none`: nothing, for what is told as it is now.
   */
  kind: 'instants' | 'month' | 'months' | 'none';
}

const ALL = ['from', 'to', 'month'];
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * The variables of a view's query, out of the parameters of its address.
 *
 * @param now decides the month of a view that needs one where none is given: the last one that is over in UTC
 * @throws GraphQLError BAD_REQUEST for an unknown, repeated or unreadable parameter, and for a period without a day
 */
export function readPeriod(
  parameters: Readonly<Record<string, unknown>>,
  { kind }: PeriodRule,
  now: Date,
): Record<string, string | null> {
  const known: readonly string[] = { none: [], month: ['month'], months: ALL, instants: ALL }[kind];
  for (const [name, value] of Object.entries(parameters)) {
    if (!known.includes(name)) {
      throw badRequest(
        `There is no parameter "${name}"; there ${known.length > 0 ? `are ${known.join(', ')}` : 'is none'}.`,
      );
    }
    if (typeof value !== 'string') throw badRequest(`"${name}" is given more than once.`);
  }
  if (kind === 'none') return {};
  const { from, to, month } = parameters as { from?: string; to?: string; month?: string };
  if (month !== undefined && (from !== undefined || to !== undefined)) {
    throw badRequest('Give "month", or "from" and "to", not both.');
  }
  if (month !== undefined && !MONTH.test(month)) throw unreadable('month', month, 'a month, such as 2026-03');
  if (kind === 'month') return { month: month ?? monthBefore(now.toISOString().slice(0, 7)) };
  if (kind === 'months') {
    for (const [name, value] of [['from', from] as const, ['to', to] as const]) {
      if (value !== undefined && !MONTH.test(value))
        throw unreadable(name, value, 'a month, such as 2026-03');
    }
    const period = month === undefined ? { from, to } : { from: month, to: monthAfter(month) };
    return inOrder({ from: dayOne(period.from), to: dayOne(period.to) });
  }
  if (month !== undefined) return inOrder({ from: startOf(month), to: startOf(monthAfter(month)) });
  return inOrder({ from: instantOf('from', from), to: instantOf('to', to) });
}

/**
 * The variables of a report's query, out of the parameters of its address: `from` and `to`, or `month`, and `by`.
 *
 * @param kinds what it may be cut by, the first where nothing is said
 * @param now where no period is given, the last month that is over in UTC is meant
 * @throws GraphQLError BAD_REQUEST as {@link readPeriod}, and for half a period or another cut
 */
export function readReport(
  { by, ...period }: Readonly<Record<string, unknown>>,
  kind: 'days' | 'instants',
  kinds: readonly string[],
  now: Date,
): Record<string, string | null> {
  if (by !== undefined && (typeof by !== 'string' || !kinds.includes(by.toUpperCase()))) {
    throw badRequest(`"by" is one of ${kinds.join(', ')}.`);
  }
  const asked =
    Object.keys(period).length > 0 ? period : { month: monthBefore(now.toISOString().slice(0, 7)) };
  const { from = null, to = null } = readPeriod(asked, { kind: 'instants' }, now);
  if (from === null || to === null) throw badRequest('Give "from" and "to", or "month".');
  const told = (instant: string) => (kind === 'days' ? instant.slice(0, 10) : instant);
  return { from: told(from), to: told(to), by: by === undefined ? (kinds[0] ?? null) : by.toUpperCase() };
}

function inOrder({ from, to }: Period): Record<string, string | null> {
  if (from !== null && to !== null && from >= to) throw badRequest('"to" does not come after "from".');
  return { from, to };
}

function instantOf(name: string, text: string | undefined): string | null {
  if (text === undefined) return null;
  const instant = new Date(DAY.test(text) ? `${text}T00:00:00Z` : text);
  const sameDay =
    DAY.test(text) && !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text);
  if (!sameDay && (!INSTANT.test(text) || Number.isNaN(instant.getTime()))) {
    throw unreadable(name, text, 'a day, such as 2026-03-01, or an instant with an offset');
  }
  return instant.toISOString();
}

function dayOne(month: string | undefined): string | null {
  return month === undefined ? null : `${month}-01`;
}

function startOf(month: string): string {
  return `${month}-01T00:00:00.000Z`;
}

function monthAfter(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return number === 12 ? `${String(year + 1).padStart(4, '0')}-01` : `${month.slice(0, 5)}${pad(number + 1)}`;
}

function monthBefore(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return number === 1 ? `${String(year - 1).padStart(4, '0')}-12` : `${month.slice(0, 5)}${pad(number - 1)}`;
}

function pad(number: number): string {
  return String(number).padStart(2, '0');
}

function unreadable(name: string, text: string, wanted: string): GraphQLError {
  return badRequest(`"${name}" is ${JSON.stringify(text.slice(0, 40))}; it is ${wanted}.`);
}

function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } });
}
