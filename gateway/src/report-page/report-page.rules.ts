import { GraphQLError } from 'graphql';

/** A page that is asked for: an operation of the graph, and where its answer has the page. */
export interface PageQuestion {
  query: string;
  variables: Record<string, string | null>;
  html: (answer: Record<string, unknown>) => unknown;
}

const REPORTS = ['operations', 'service-levels', 'tickets', 'incidents', 'changes', 'revenue'];
const SUCCESS = 'success';

/**
 * What an address `/reports/<name>.html` asks for: a report of a week or month (`frequency`, `at`, `timeZone`, `locale`),
 * or what a customer got (`csi`, `from`, `to`, `locale`).
 *
 * @throws GraphQLError NOT_FOUND for another name, BAD_REQUEST for a parameter that is unknown, repeated or missing
 */
export function readPage(name: string, parameters: Readonly<Record<string, unknown>>): PageQuestion {
  if (name === SUCCESS) {
    const { csi, from, to, locale } = read(parameters, ['csi', 'from', 'to', 'locale']);
    if (csi === null || from === null || to === null) throw badRequest('Give "csi", "from" and "to".');
    return {
      query: `query SuccessPage($csi: String!, $from: DateTime!, $to: DateTime!, $locale: String! = "en-GB") {
        customerByCsi(csi: $csi) { successReport(from: $from, to: $to) { html(locale: $locale) } }
      }`,
      variables: { csi, from: instant(from), to: instant(to), ...(locale === null ? {} : { locale }) },
      html: ({ customerByCsi: customer }) =>
        (customer as { successReport: { html: unknown } | null } | null)?.successReport?.html,
    };
  }
  if (!REPORTS.includes(name)) {
    throw new GraphQLError(`There is no page "${name}"; there are ${[...REPORTS, SUCCESS].join(', ')}.`, {
      extensions: { code: 'NOT_FOUND', http: { status: 404 } },
    });
  }
  const { frequency, at, timeZone, locale } = read(parameters, ['frequency', 'at', 'timeZone', 'locale']);
  const often = (frequency ?? 'MONTHLY').toUpperCase();
  if (often !== 'WEEKLY' && often !== 'MONTHLY') throw badRequest('"frequency" is WEEKLY or MONTHLY.');
  return {
    query: `query ReportPage($report: ReportName!, $frequency: ReportFrequency!, $at: DateTime,
                             $timeZone: String! = "UTC", $locale: String! = "en-GB") {
      report(report: $report, frequency: $frequency, at: $at, timeZone: $timeZone, locale: $locale) { html }
    }`,
    variables: {
      report: name.replaceAll('-', '_').toUpperCase(),
      frequency: often,
      at: at === null ? null : instant(at),
      ...(timeZone === null ? {} : { timeZone }),
      ...(locale === null ? {} : { locale }),
    },
    html: ({ report }) => (report as { html: unknown } | null)?.html,
  };
}

function read<Name extends string>(
  parameters: Readonly<Record<string, unknown>>,
  names: readonly Name[],
): Record<Name, string | null> {
  for (const [name, value] of Object.entries(parameters)) {
    if (!(names as readonly string[]).includes(name)) {
      throw badRequest(`There is no parameter "${name.slice(0, 40)}"; there are ${names.join(', ')}.`);
    }
    if (typeof value !== 'string') throw badRequest(`"${name}" is given more than once.`);
  }
  return Object.fromEntries(
    names.map((name) => [name, (parameters[name] as string | undefined) ?? null]),
  ) as Record<Name, string | null>;
}

/** A day is its first instant in UTC. */
function instant(text: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00.000Z` : text;
}

function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } });
}
