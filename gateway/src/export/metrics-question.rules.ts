import { GraphQLError } from 'graphql';

/** The variables of `metrics`, as the address of its export says. */
export interface MetricsQuestion {
  measures: string[];
  dimensions: string[];
  grain: string;
  from: string;
  to: string;
  timeZone: string;
  filters: { dimension: string; operator: string; values: string[] }[];
  orderBy: { name: string; direction: string }[];
}

const ONCE = ['measures', 'dimensions', 'grain', 'from', 'to', 'timeZone'];
const SEVERAL = ['filter', 'orderBy'];
const GRAINS = ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR', 'NONE'];
const OPERATORS = ['EQ', 'NE', 'IN', 'NOT_IN', 'GT', 'GTE', 'LT', 'LTE', 'CONTAINS'];
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * The question that the parameters of an address ask: `measures=a,b`, `dimensions=c`, `grain=MONTH`, `from` and `to` (days begin
 * at midnight in `timeZone`), any number of `filter=<dimension>:<OPERATOR>:<value>|<value>` and `orderBy=<column>:<ASC or DESC>`.
 *
 * @throws GraphQLError BAD_REQUEST for an unknown, repeated, missing or unreadable parameter
 */
export function readQuestion(parameters: Readonly<Record<string, unknown>>): MetricsQuestion {
  for (const [name, value] of Object.entries(parameters)) {
    if (![...ONCE, ...SEVERAL].includes(name)) {
      throw badRequest(`There is no parameter "${name}"; there are ${[...ONCE, ...SEVERAL].join(', ')}.`);
    }
    if (ONCE.includes(name) && typeof value !== 'string') {
      throw badRequest(`"${name}" is given more than once.`);
    }
  }
  const text = (name: string) => (typeof parameters[name] === 'string' ? parameters[name] : undefined);
  const list = (name: string) => (text(name) ?? '').split(',').filter((one) => one !== '');
  const timeZone = text('timeZone') ?? 'UTC';
  const grain = text('grain') ?? 'NONE';
  if (!GRAINS.includes(grain)) throw badRequest(`"grain" is one of ${GRAINS.join(', ')}.`);
  return {
    measures: list('measures'),
    dimensions: list('dimensions'),
    grain,
    from: instantOf('from', text('from'), timeZone),
    to: instantOf('to', text('to'), timeZone),
    timeZone,
    filters: textsOf(parameters['filter']).map(filterOf),
    orderBy: textsOf(parameters['orderBy']).map(orderOf),
  };
}

function textsOf(value: unknown): string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}

function filterOf(text: string): MetricsQuestion['filters'][number] {
  const [, dimension, operator, values] = /^([^:]*):([^:]*)(?::([^]*))?$/.exec(text) ?? [];
  if (dimension === undefined || operator === undefined || !OPERATORS.includes(operator)) {
    throw badRequest(
      `"filter" is a dimension, an operator and values, such as priority:IN:P1|P2; operators are ${OPERATORS.join(', ')}.`,
    );
  }
  return { dimension, operator, values: values === undefined ? [] : values.split('|') };
}

function orderOf(text: string): MetricsQuestion['orderBy'][number] {
  const [, name, direction = 'ASC'] = /^([^:]*)(?::(ASC|DESC))?$/.exec(text) ?? [];
  if (name === undefined)
    throw badRequest('"orderBy" is a column, and ASC or DESC, such as ticketsOpened:DESC.');
  return { name, direction };
}

function instantOf(name: string, text: string | undefined, timeZone: string): string {
  if (text === undefined)
    throw badRequest(`"${name}" is missing: a day, such as 2026-03-01, or an instant with an offset.`);
  const day = new Date(`${text}T00:00:00Z`);
  if (DAY.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)) {
    return midnightIn(day, timeZone).toISOString();
  }
  const instant = new Date(text);
  if (!INSTANT.test(text) || Number.isNaN(instant.getTime())) {
    throw badRequest(
      `"${name}" is ${JSON.stringify(text.slice(0, 40))}; it is a day, such as 2026-03-01, or an instant with an offset.`,
    );
  }
  return instant.toISOString();
}

/** The instant at which a day begins in a time zone, the day given by its midnight in UTC. */
function midnightIn(day: Date, timeZone: string): Date {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  } catch {
    throw badRequest('"timeZone" is a name of the IANA database, such as Europe/Berlin.');
  }
  const offsetAt = (instant: Date) => {
    const name = format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
    const [, sign = '+', hours = '0', minutes = '0', seconds = '0'] =
      /GMT([+-])(\d{2}):(\d{2})(?::(\d{2}))?/.exec(name) ?? [];
    const ms = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
    return sign === '-' ? -ms : ms;
  };
  // By the offset half a day before, or where clocks changed meanwhile by the one then: the first of them that is of the day.
  const first = new Date(day.getTime() - offsetAt(new Date(day.getTime() - 43_200_000)));
  const second = new Date(day.getTime() - offsetAt(first));
  const [earlier, later] = first < second ? [first, second] : [second, first];
  return earlier.getTime() + offsetAt(earlier) >= day.getTime() ? earlier : later;
}

function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } });
}
