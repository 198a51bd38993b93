import { DomainError, invalid } from '@plimsoll/shared';
import { findFaults, type AttributeSchema } from './attribute-schema.rules.js';

/** What the value of an attribute is, where that is a plain value. */
export type AttributeType = 'TEXT' | 'NUMBER' | 'BOOLEAN';

/** What a kind says of one attribute of its assets. */
export interface AttributeDefinition {
  name: string;
  type: AttributeType;
  required: boolean;
}

/** A kind as far as it says what attributes may be. */
export interface CheckedKind {
  name: string;
  attributeSchema: AttributeSchema | null;
}

/** Values of an asset's attributes, by name. */
export type Attributes = Record<string, unknown>;

const MOST_ATTRIBUTES = 200;
const LONGEST_ATTRIBUTES = 100_000;
const NAME = /^[^\s\p{C}][^\p{C}]{0,99}$/u;
const NUMBER = /^-?\d{1,15}(\.\d{1,10})?$/;
const SCHEMA_TYPES = { TEXT: 'string', NUMBER: 'number', BOOLEAN: 'boolean' } as const;

/**
 * The attributes in the types that their kind states, checked by its schema. Files have nothing but texts: a text that
 * reads as what the schema wants (a number, `yes` or `no`, a list with `;` between or as JSON, an object as JSON) is taken
 * as it. Attributes of
 * which the kind says nothing are kept as they are; null is the same as absent.
 *
 * @throws DomainError `INVALID` naming the attribute by its path below `attributes`: at odds with the schema, or more than
 *   200, or more than 100,000 characters as JSON
 */
export function checkAttributes(kind: CheckedKind, given: Attributes): Attributes {
  const present = Object.entries(given).filter(([, value]) => value !== null);
  if (present.length > MOST_ATTRIBUTES) {
    throw invalid(`An asset has at most ${MOST_ATTRIBUTES} attributes.`, ['attributes']);
  }
  const schema = kind.attributeSchema;
  const properties = propertiesOf(schema);
  const attributes = Object.fromEntries(
    present.map(([name, value]) => [name, readAs(properties[name], value)]),
  );
  if (JSON.stringify(attributes).length > LONGEST_ATTRIBUTES) {
    throw invalid(`The attributes of an asset have at most ${LONGEST_ATTRIBUTES} characters as JSON.`, [
      'attributes',
    ]);
  }
  const faults = schema ? findFaults(kind.name, schema, attributes) : [];
  if (faults.length > 0) {
    throw new DomainError('INVALID', faults.map(({ message }) => message).join(' '), [
      'attributes',
      ...(faults[0]?.path ?? []),
    ]);
  }
  return attributes;
}

/**
 * Plain definitions as a schema: distinct names of 1 to 100 printable characters, at most 200.
 *
 * @throws DomainError `INVALID`
 */
export function schemaOf(definitions: readonly AttributeDefinition[]): AttributeSchema {
  const names = new Set<string>();
  for (const { name } of definitions) {
    if (!NAME.test(name)) {
      throw invalid(`${JSON.stringify(name)} is no name of an attribute: it has 1 to 100 characters.`, [
        'attributes',
      ]);
    }
    if (names.has(name)) throw invalid(`The attribute ${name} is defined twice.`, ['attributes']);
    names.add(name);
  }
  if (definitions.length > MOST_ATTRIBUTES) {
    throw invalid(`A kind defines at most ${MOST_ATTRIBUTES} attributes.`, ['attributes']);
  }
  const required = definitions.filter((one) => one.required).map(({ name }) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(definitions.map(({ name, type }) => [name, { type: SCHEMA_TYPES[type] }])),
    ...(required.length > 0 ? { required } : {}),
  };
}

/** The attributes of a schema whose value is a text, a number or a boolean, by name; null without a schema. */
export function definitionsOf(schema: AttributeSchema | null): AttributeDefinition[] | null {
  if (schema === null) return null;
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  return Object.entries(propertiesOf(schema))
    .flatMap(([name, property]) => {
      const types = typesOf(property);
      const [type] = types;
      if (types.length !== 1 || type === undefined) return [];
      const plain = PLAIN_TYPES[type];
      return plain ? [{ name, type: plain, required: required.includes(name) }] : [];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

const PLAIN_TYPES: Record<string, AttributeType> = {
  string: 'TEXT',
  number: 'NUMBER',
  integer: 'NUMBER',
  boolean: 'BOOLEAN',
};

/** A text as the first of the property's types that it reads as; anything else as it is. */
function readAs(property: unknown, value: unknown): unknown {
  const types = typesOf(property);
  if (typeof value !== 'string' || types.length === 0 || types.includes('string')) return value;
  const text = value.trim();
  if ((types.includes('number') || types.includes('integer')) && NUMBER.test(text)) return Number(text);
  if (types.includes('boolean')) {
    const word = text.toLowerCase();
    if (word === 'true' || word === 'yes') return true;
    if (word === 'false' || word === 'no') return false;
  }
  if (types.includes('object') && text.startsWith('{')) return parsed(text);
  if (types.includes('array') && text.startsWith('[')) return parsed(text);
  if (types.includes('array')) {
    const items = (property as { items?: unknown }).items;
    const parts = text.split(';').map((part) => part.trim());
    return parts.filter((part) => part !== '').map((part) => readAs(items, part));
  }
  return value;
}

/** A text as the JSON it is, or as it stands where it is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function typesOf(property: unknown): string[] {
  if (typeof property !== 'object' || property === null) return [];
  const { type } = property as { type?: unknown };
  return (Array.isArray(type) ? type : [type]).filter((one): one is string => typeof one === 'string');
}

function propertiesOf(schema: AttributeSchema | null): Record<string, unknown> {
  const properties = schema?.['properties'];
  return typeof properties === 'object' && properties !== null ? (properties as Record<string, unknown>) : {};
}
