import { invalid } from '@plimsoll/shared';

/** What the value of an attribute is. */
export type AttributeType = 'TEXT' | 'NUMBER' | 'BOOLEAN';

/** What a kind says of one attribute of its assets. */
export interface AttributeDefinition {
  name: string;
  type: AttributeType;
  required: boolean;
}

/** Values of an asset's attributes, by name. */
export type Attributes = Record<string, unknown>;

const MOST_ATTRIBUTES = 200;
const NAME = /^[^\s\p{C}][^\p{C}]{0,99}$/u;

/**
 * The attributes in the types that their kind states; texts that read as such a value are taken as it (files have
 * nothing but texts). Attributes of which the kind says nothing are kept as they are; null is the same as absent.
 *
 * @throws DomainError `INVALID` naming the attribute: of another type, missing although required, or more than 200
 */
export function checkAttributes(
  kind: { name: string; attributes: readonly AttributeDefinition[] | null },
  given: Attributes,
): Attributes {
  const attributes = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
  if (Object.keys(attributes).length > MOST_ATTRIBUTES) {
    throw invalid(`An asset has at most ${MOST_ATTRIBUTES} attributes.`, ['attributes']);
  }
  for (const { name, type, required } of kind.attributes ?? []) {
    const value = attributes[name];
    if (value === undefined) {
      if (required) throw invalid(`The kind ${kind.name} requires the attribute ${name}.`, [name]);
      continue;
    }
    attributes[name] = valueOf(kind.name, name, type, value);
  }
  return attributes;
}

/**
 * The definitions of a kind, checked: distinct names of 1 to 100 printable characters.
 *
 * @throws DomainError `INVALID`
 */
export function checkDefinitions(definitions: readonly AttributeDefinition[]): AttributeDefinition[] {
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
  return definitions.map(({ name, type, required }) => ({ name, type, required }));
}

function valueOf(kind: string, name: string, type: AttributeType, value: unknown): unknown {
  if (type === 'TEXT' && typeof value === 'string') return value;
  if (type === 'NUMBER') {
    if (typeof value === 'number') return value;
    if (typeof value === 'string' && /^-?\d{1,15}(\.\d{1,10})?$/.test(value.trim())) return Number(value);
  }
  if (type === 'BOOLEAN') {
    if (typeof value === 'boolean') return value;
    const word = typeof value === 'string' ? value.trim().toLowerCase() : '';
    if (word === 'true' || word === 'yes') return true;
    if (word === 'false' || word === 'no') return false;
  }
  const found = JSON.stringify(value)?.slice(0, 60);
  throw invalid(`The kind ${kind} has the attribute ${name} as ${type}; ${found} is none.`, [name]);
}
