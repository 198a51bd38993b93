import { DomainError, invalid } from '@plimsoll/shared';
import { Liquid, type Template } from 'liquidjs';

/** Something that whoever uses a template gives. */
export interface TemplateVariable {
  /** As the template names it: `contact_name`. */
  name: string;
  description: string | null;
  /** Whether the template cannot be used without it. */
  required: boolean;
}

/** What a template knows of the ticket by itself. */
export interface TemplateFacts {
  ticket: {
    id: string;
    subject: string;
    status: string;
    priority: string;
    kind: string;
    category: string;
    /** ISO 8601, UTC. */
    opened_at: string;
  };
  customer: { name: string };
}

const FACTS: Record<keyof TemplateFacts, readonly string[]> = {
  ticket: ['id', 'subject', 'status', 'priority', 'kind', 'category', 'opened_at'],
  customer: ['name'],
};

/** What a template may use of the language: decisions and the making of texts, no loops and no files. */
const TAGS = ['if', 'unless', 'case', 'comment', 'raw', '#'];
const FILTERS = [
  'append',
  'capitalize',
  'date',
  'default',
  'downcase',
  'prepend',
  'replace',
  'squish',
  'strip',
  'truncate',
  'upcase',
];

const engine = new Liquid({
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
  templates: {},
  timezoneOffset: 0,
  renderLimit: 200,
  memoryLimit: 1_000_000,
});
keepOnly(engine.tags, TAGS);
keepOnly(engine.filters, FILTERS);

function keepOnly(all: Record<string, unknown>, kept: readonly string[]): void {
  for (const name of Object.keys(all)) if (!kept.includes(name)) delete all[name];
}

const LONGEST_VALUE = 2_000;
const MOST_VARIABLES = 30;

/**
 * The variables of a template, each with a name that is its own.
 *
 * @throws DomainError `INVALID` naming the field
 */
export function checkVariables(given: readonly TemplateVariable[]): TemplateVariable[] {
  if (given.length > MOST_VARIABLES) {
    throw invalid(`A template has at most ${MOST_VARIABLES} variables.`, ['variables']);
  }
  const names = new Set<string>();
  return given.map(({ name, description, required }, index) => {
    const path = ['variables', String(index), 'name'];
    if (!/^[a-z][a-z0-9_]{0,39}$/.test(name)) {
      throw invalid('A variable is named by small letters, digits and `_`, such as contact_name.', path);
    }
    if (Object.hasOwn(FACTS, name)) {
      throw invalid(`\`${name}\` is known by itself; give the variable another name.`, path);
    }
    if (names.has(name)) throw invalid(`There are two variables \`${name}\`.`, path);
    names.add(name);
    return { name, description: description?.trim().slice(0, 300) || null, required };
  });
}

/**
 * Refuses a body that is no template, or that names what nobody knows when it is used.
 *
 * @throws DomainError `INVALID_TEMPLATE` saying where
 */
export function checkBody(body: string, variables: readonly TemplateVariable[]): void {
  const declared = new Set(variables.map(({ name }) => name));
  const template = parse(body);
  for (const segments of engine.globalVariableSegmentsSync(template)) {
    const [first, second, ...rest] = segments;
    const isKnown =
      typeof first === 'string' &&
      (declared.has(first)
        ? second === undefined
        : Object.hasOwn(FACTS, first) &&
          typeof second === 'string' &&
          FACTS[first as keyof TemplateFacts].includes(second) &&
          rest.length === 0);
    if (!isKnown) {
      throw invalidTemplate(
        `\`${spelling(segments)}\` is neither a variable of this template nor one of ${known()}.`,
      );
    }
  }
}

/** How a template spells what it names: `ticket.subject`. */
function spelling(segments: readonly unknown[]): string {
  return segments.map((one) => (Array.isArray(one) ? `[${spelling(one)}]` : String(one))).join('.');
}

function known(): string {
  return Object.entries(FACTS)
    .flatMap(([noun, fields]) => fields.map((field) => `${noun}.${field}`))
    .join(', ');
}

/**
 * What a template says with these values, which it takes as texts: nothing in them is read as a template.
 *
 * @param values by the variables' names; those that the template does not require may be left out, and are empty then
 * @throws DomainError `INVALID` naming a variable that is missing, unknown or too long
 */
export function fill(
  template: { body: string; variables: readonly TemplateVariable[] },
  facts: TemplateFacts,
  values: Readonly<Record<string, unknown>>,
): string {
  const declared = new Set(template.variables.map(({ name }) => name));
  const unknown = Object.keys(values).find((name) => !declared.has(name));
  if (unknown !== undefined) {
    throw invalid(`The template has no variable ${JSON.stringify(unknown.slice(0, 60))}.`, [
      'templateValues',
    ]);
  }
  const given = template.variables.map(({ name, required }): [string, string] => {
    const value = values[name] ?? '';
    const path = ['templateValues', name];
    if (typeof value !== 'string' || value.length > LONGEST_VALUE) {
      throw invalid(`\`${name}\` is a text of at most ${LONGEST_VALUE} characters.`, path);
    }
    if (required && value.trim() === '') throw invalid(`The template needs \`${name}\`.`, path);
    return [name, withoutControls(value)];
  });
  try {
    return String(engine.renderSync(parse(template.body), { ...Object.fromEntries(given), ...facts })).trim();
  } catch (error) {
    throw invalidTemplate(reasonOf(error));
  }
}

/** A text without control characters but line breaks and tabs. */
function withoutControls(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');
}

function parse(body: string): Template[] {
  try {
    return engine.parse(body);
  } catch (error) {
    throw invalidTemplate(reasonOf(error));
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 300) : 'it cannot be read';
}

function invalidTemplate(reason: string): DomainError {
  return new DomainError('INVALID_TEMPLATE', `This is no template: ${reason}`, ['body']);
}

const page = new Liquid();
const PARAGRAPH = page.parse('{{ text | escape | newline_to_br }}');

/** A text as HTML: all of it is text there, with its line breaks. */
export function asHtml(text: string): string {
  return String(page.renderSync(PARAGRAPH, { text }));
}
