import { getNamedType, isInputObjectType, isObjectType, type GraphQLField } from 'graphql';
import { fieldSelection, selectionOf } from './selection.js';
import { typeNamed, valuesOf, type Choose, type Making } from './values.js';
import type { Supergraph } from './supergraph.js';
import { visibleFields } from './supergraph.js';
import { TYPE_OF_PREFIX } from './records.js';

/** A document with its variables, and where in the graph it begins. */
export interface Question {
  root: string;
  document: string;
  variables: Record<string, unknown>;
}

/** A question about a way out of a record, with a shorter one for where the gateway finds it too much. */
export interface Way extends Question {
  shorter?: Way;
}

/** Types whose records have an identifier of their own, with a key or without. */
const RECORD_TYPES: ReadonlySet<string> = new Set(Object.values(TYPE_OF_PREFIX));
/** Types that are one with another record. */
const ONE_WITH: Readonly<Record<string, string>> = {
  Incident: 'Ticket',
  MajorIncident: 'Ticket',
  TicketMessage: 'TicketEvent',
  TicketResult: 'Ticket',
};

/** Root fields whose `id` is of something else than what they answer with. */
const ABOUT: Readonly<Record<string, string>> = { startPostmortem: 'Ticket' };

/** Root fields that find nothing before an optional argument is given, with its name; figures are of somebody once they are cut. */
const ALSO: Readonly<Record<string, string>> = { experts: 'skillIds', metrics: 'dimensions' };

/** Root fields about what is over. */
const LOOKING_BACK: ReadonlySet<string> = new Set([
  'changeReport',
  'churnReport',
  'incidentExposures',
  'incidentReport',
  'metricRecords',
  'metrics',
]);

/** Conditions on months, which are no text and name nothing. */
const MONTHS: ReadonlySet<string> = new Set(['from', 'month', 'to']);

/** Makes the questions of the matrix out of the supergraph. */
export class Questions {
  readonly #entities: ReadonlySet<string>;

  constructor(private readonly graph: Supergraph) {
    this.#entities = new Set(graph.entities.map(({ name }) => name));
  }

  /**
   * One root field with all its type offers, and the ids of what that leads to; of a page, all that its records lead to
   * offer too, unless the gateway finds that too much.
   */
  ofField(field: GraphQLField<unknown, unknown>, choose: Choose): Way {
    return this.#askAll(field, choose, {});
  }

  /** A mutation with the least input, and one more identifier where `also` names one. */
  ofMutation(field: GraphQLField<unknown, unknown>, choose: Choose, also?: string): Question {
    return this.#ask('mutation', field, choose, { also });
  }

  /** A root list once for each condition of its filter that names a record, or compares a text. */
  ofFilters(
    field: GraphQLField<unknown, unknown>,
    choose: Choose,
    text: string,
  ): (Way & { filter: string })[] {
    const filter = field.args.find(({ name }) => name === 'filter');
    const input = filter && getNamedType(filter.type);
    if (!isInputObjectType(input)) return [];
    const questions: (Way & { filter: string })[] = [];
    for (const condition of Object.values(input.getFields())) {
      const type = getNamedType(condition.type).name;
      let value: unknown;
      if (type === 'ID') value = choose(typeNamed(condition.name, RECORD_TYPES, null)).id;
      // Nothing but a currency is taken for one; nobody here pays in the one for tests.
      else if (condition.name === 'currency') value = 'XTS';
      else if (type === 'String' && !MONTHS.has(condition.name)) value = text;
      else continue;
      const question = this.#askAll(field, choose, { filter: { [condition.name]: value } });
      questions.push({ ...question, filter: condition.name });
    }
    return questions;
  }

  /**
   * From a record, each way out of it: three steps far, and, where the gateway finds that too much, two, or one.
   */
  ofPaths(field: GraphQLField<unknown, unknown>, choose: Choose): Way[] {
    const type = getNamedType(field.type);
    if (!isObjectType(type) || field.args.length !== 1 || field.args[0]?.name !== 'id') return [];
    return visibleFields(type).flatMap((step) => {
      if (!isObjectType(getNamedType(step.type))) return [];
      let way: Way | undefined;
      for (const depth of [0, 1, 2]) {
        const further = fieldSelection(step, depth, this.#entities);
        if (further === null) return [];
        const question = this.#ask('query', field, choose, { selection: `{ ${further} }` });
        way = way ? { ...question, shorter: way } : question;
      }
      return way ?? [];
    });
  }

  /** The type that a root field is about: of what it answers with, or else the one its input is named after. */
  subjectOf(field: GraphQLField<unknown, unknown>): string | null {
    const input = getNamedType(field.args[0]?.type ?? field.type);
    const named = isInputObjectType(input) ? [...RECORD_TYPES] : [];
    return (
      ABOUT[field.name] ??
      this.#subject(getNamedType(field.type).name) ??
      named.find((type) => new RegExp(`^${type}[A-Z]`).test(input.name)) ??
      null
    );
  }

  #subject(name: string): string | null {
    if (RECORD_TYPES.has(name)) return name;
    if (ONE_WITH[name] !== undefined) return ONE_WITH[name];
    const type = this.graph.schema.getType(name);
    if (!isObjectType(type) || !/(Payload|Connection)$/.test(name)) return null;
    for (const field of visibleFields(type)) {
      if (field.name === 'userErrors' || field.name === 'edges') continue;
      const subject = this.#subject(getNamedType(field.type).name);
      if (subject !== null) return subject;
    }
    return null;
  }

  #askAll(field: GraphQLField<unknown, unknown>, choose: Choose, values: Record<string, unknown>): Way {
    const type = getNamedType(field.type);
    const shorter = this.#ask('query', field, choose, { values });
    if (!isObjectType(type) || !type.name.endsWith('Connection')) return shorter;
    const selection = selectionOf(type, 1, this.#entities);
    return { ...this.#ask('query', field, choose, { values, selection }), shorter };
  }

  #ask(
    operation: 'query' | 'mutation',
    field: GraphQLField<unknown, unknown>,
    choose: Choose,
    extra: {
      also?: string | undefined;
      selection?: string;
      values?: Record<string, unknown>;
    },
  ): Question {
    const making: Making = {
      entities: RECORD_TYPES,
      subject: this.subjectOf(field),
      choose,
      also: extra.also ?? ALSO[field.name],
      isPast: LOOKING_BACK.has(field.name),
    };
    const variables = { ...valuesOf(field.args, making), ...extra.values };
    const given = field.args.filter(({ name }) => name in variables);
    const declared = given.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
    const passed = given.map(({ name }) => `${name}: $${name}`).join(', ');
    const type = getNamedType(field.type);
    const selection = extra.selection ?? (isObjectType(type) ? selectionOf(type, 0, this.#entities) : '');
    const head = declared ? `${operation} (${declared})` : operation;
    return {
      root: `${operation === 'query' ? 'Query' : 'Mutation'}.${field.name}`,
      document: `${head} { ${field.name}${passed ? `(${passed})` : ''} ${selection} }`,
      variables,
    };
  }
}
