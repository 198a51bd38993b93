import { GraphQLError } from 'graphql';

const DAY_MS = 86_400_000;
/** How far back and ahead the calendar reaches. */
const DAYS_BACK = 31;
const DAYS_AHEAD = 366;

/** Which changes a calendar shows. */
export interface CalendarFilter {
  assetId: string | null;
  customerId: string | null;
  region: string | null;
  /** Windows that are not over by then. */
  from: string;
  /** Windows that begin before. */
  to: string;
}

const PARAMETERS = ['asset', 'customer', 'region', 'token'];

/**
 * What the parameters of the calendar's address ask for: `asset` and `customer` are ids, `region` a name; all that are
 * given must hold. The calendar reaches from 31 days ago to 366 days ahead. `token` is read elsewhere.
 *
 * @throws GraphQLError BAD_REQUEST for an unknown, repeated or empty parameter
 */
export function readFilter(parameters: Readonly<Record<string, unknown>>, now: Date): CalendarFilter {
  for (const [name, value] of Object.entries(parameters)) {
    if (!PARAMETERS.includes(name)) {
      throw badRequest(`There is no parameter "${name.slice(0, 40)}"; there are ${PARAMETERS.join(', ')}.`);
    }
    if (typeof value !== 'string') throw badRequest(`"${name}" is given more than once.`);
    if (value.trim() === '') throw badRequest(`"${name}" is empty; leave it out.`);
  }
  const { asset, customer, region } = parameters as Record<string, string | undefined>;
  // By the day, so that a calendar that is asked for again is the same one.
  const today = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  return {
    assetId: asset ?? null,
    customerId: customer ?? null,
    region: region ?? null,
    from: new Date(today - DAYS_BACK * DAY_MS).toISOString(),
    to: new Date(today + DAYS_AHEAD * DAY_MS).toISOString(),
  };
}

function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } });
}
