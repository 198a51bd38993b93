import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
} from 'graphql';

/** Which record an argument names. */
export interface Named {
  id: string;
  externalId: string;
  /** Customer support identifier, where it is a customer. */
  csi: string;
}

/** Chooses the record to name where one of a type is asked for. */
export type Choose = (type: string) => Named;

/** What an identifier's argument stands for where its name does not say so itself. */
const TYPE_OF_NAME: Readonly<Record<string, string>> = {
  a: 'ServiceLevelAgreement',
  b: 'ServiceLevelAgreement',
  accountManager: 'Person',
  after: 'Ticket',
  ancestor: 'Partner',
  agreement: 'ServiceLevelAgreement',
  assignee: 'Person',
  attendee: 'Person',
  basedOn: 'RoutingRuleSet',
  board: 'AdvisoryBoard',
  calendar: 'BusinessCalendar',
  commander: 'Person',
  communicator: 'Person',
  consumer: 'Asset',
  delegate: 'Person',
  delivery: 'ReportDelivery',
  designatedAnalyst: 'Person',
  duringCalendar: 'BusinessCalendar',
  // Known by the ticket that has it.
  event: 'Ticket',
  forMember: 'Person',
  implementer: 'Person',
  into: 'Ticket',
  link: 'TicketLink',
  manager: 'Person',
  member: 'Person',
  mention: 'Person',
  owner: 'Person',
  parent: 'Partner',
  participant: 'Person',
  policy: 'EscalationPolicy',
  problem: 'Ticket',
  procedure: 'StandardProcedure',
  provider: 'Asset',
  // The audit log is of every noun.
  record: 'Customer',
  replacement: 'Contact',
  review: 'ChangeReview',
  rotation: 'OnCallRotation',
  ruleSet: 'RoutingRuleSet',
  scribe: 'Person',
  subscription: 'CustomerSubscription',
  template: 'ChangeTemplate',
  to: 'Person',
};

const HOUR = 3_600_000;
/** The same for every question, so that two of them ask the same. */
const BEGINNING = Date.now();
const inHours = (hours: number) => new Date(BEGINNING + hours * HOUR).toISOString();

/** Of some kinds of things customers and resellers see but one. */
const SEEN_BY_TENANTS: Readonly<Record<string, string>> = { EscalationKind: 'REQUESTED' };

/** The type that an identifier's argument names. Throws for one nobody has thought of. */
export function typeNamed(argument: string, entities: ReadonlySet<string>, subject: string | null): string {
  if ((argument === 'id' || argument === 'ids') && subject !== null) return subject;
  const noun = argument.replace(/Ids?$/, '');
  const pascal = noun.slice(0, 1).toUpperCase() + noun.slice(1);
  const found =
    TYPE_OF_NAME[noun] ??
    [...entities].find((name) => pascal === name) ??
    [...entities].find((name) => pascal.endsWith(name));
  if (!found) throw new Error(`Say in the tenancy matrix which type the argument \`${argument}\` names.`);
  return found;
}

/** How values are made up. */
export interface Making {
  entities: ReadonlySet<string>;
  /** The type that a plain `id` names. */
  subject: string | null;
  choose: Choose;
  /** Optional arguments to fill in too, by their name. */
  also?: string | undefined;
  /** Whether what is asked about is over. */
  isPast?: boolean;
}

/** Values of all arguments that must be given, and of the optional identifier asked for. */
export function valuesOf(
  args: readonly (GraphQLArgument | GraphQLInputField)[],
  making: Making,
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const argument of args) {
    const required = isNonNullType(argument.type) && argument.defaultValue === undefined;
    if (required || argument.name === making.also) {
      values[argument.name] = valueOf(argument.name, argument.type, making);
    }
  }
  return values;
}

/** The optional identifiers of an input, by name; those of objects inside it are left to their rules. */
export function optionalIdentifiers(args: readonly (GraphQLArgument | GraphQLInputField)[]): string[] {
  return args
    .filter(({ type }) => !isNonNullType(type) && getNamedType(type).name === 'ID')
    .map(({ name }) => name);
}

function valueOf(name: string, type: GraphQLInputType, making: Making): unknown {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return [valueOf(name, nullable.ofType, making)];
  if (isInputObjectType(nullable)) return valuesOf(Object.values(nullable.getFields()), making);
  if (isEnumType(nullable)) return SEEN_BY_TENANTS[nullable.name] ?? nullable.getValues()[0]?.name;
  const record = () => making.choose(typeNamed(name, making.entities, making.subject));
  switch (getNamedType(nullable).name) {
    case 'ID':
      return record().id;
    case 'Int':
    case 'Float':
      return 1;
    case 'Boolean':
      return true;
    case 'Decimal':
      return '1';
    case 'Date':
      // Days on which the company's subscriptions moved, where a list asks for days.
      return inHours(name === 'from' ? -2_400 : 48).slice(0, 10);
    case 'Duration':
      return 'P1D';
    case 'DateTime':
      if (making.isPast) return inHours(name === 'from' ? -2_400 : 0);
      return inHours(name === 'from' ? 24 : 25);
    case 'JSON':
      return {};
    default:
      return textOf(name, making);
  }
}

function textOf(name: string, making: Making): string {
  const chosen = () => making.choose(making.subject ?? 'Customer');
  switch (name) {
    case 'externalId':
      return chosen().externalId;
    case 'csi':
      return chosen().csi;
    case 'month':
      // When the company's incidents were.
      return inHours(-36).slice(0, 7);
    case 'from':
      return inHours(-2_400).slice(0, 7);
    case 'to':
      return inHours(24).slice(0, 7);
    case 'measure':
    case 'measures':
      return 'ticketsOpened';
    case 'dimension':
    case 'dimensions':
      return 'customer';
    case 'locale':
      return 'en-GB';
    case 'source':
      return 'test';
    case 'currency':
      return 'EUR';
    case 'timeZone':
      return 'UTC';
    default:
      return `made up for ${name}`;
  }
}
