import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { GraphQLDateTimeISO, GraphQLISO8601Duration, GraphQLJSON, GraphQLLocalDate } from 'graphql-scalars';

/** An instant; see its schema description. Resolvers take and return `Date`. */
export const DateTimeScalar = new GraphQLScalarType({
  ...GraphQLDateTimeISO.toConfig(),
  name: 'DateTime',
  description:
    'An instant, RFC 3339: served in UTC with milliseconds (`2026-03-01T01:00:00.000Z`); an offset is accepted.',
});

/** A calendar date; resolvers take and return `YYYY-MM-DD` strings. */
export const DateScalar = new GraphQLScalarType({
  ...GraphQLLocalDate.toConfig(),
  name: 'Date',
  description: 'A calendar date, `YYYY-MM-DD`, without a time zone.',
});

/** A configured length of time; resolvers take and return the ISO 8601 text. */
export const DurationScalar = new GraphQLScalarType({
  ...GraphQLISO8601Duration.toConfig(),
  name: 'Duration',
  description: 'A configured length of time, ISO 8601: `PT15M`, `P90D`.',
});

/** Any JSON value; used where rows of files or an answer between services travel as they are. */
export const JsonScalar = new GraphQLScalarType({
  ...GraphQLJSON.toConfig(),
  name: 'JSON',
  description: 'Any JSON value.',
});

const DECIMAL = /^-?\d{1,30}(\.\d{1,20})?$/;

function toDecimal(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || !DECIMAL.test(text)) {
    throw new GraphQLError(
      `A decimal is written with digits and at most one point, such as "1474.80"; this is ${JSON.stringify(value)?.slice(0, 60)}.`,
    );
  }
  return text;
}

/** An exact decimal; resolvers take and return strings. */
export const DecimalScalar = new GraphQLScalarType<string, string>({
  name: 'Decimal',
  description:
    'An exact decimal number, served as a string (`"99.95"`); a string or a JSON number is accepted. At most 30 digits before and 20 after the point.',
  serialize: toDecimal,
  parseValue: toDecimal,
  parseLiteral(node) {
    if (node.kind === Kind.STRING || node.kind === Kind.INT || node.kind === Kind.FLOAT) {
      return toDecimal(node.value);
    }
    throw new GraphQLError('A decimal is written as a string or a number.');
  },
});
