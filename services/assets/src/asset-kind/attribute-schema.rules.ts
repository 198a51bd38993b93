import { faultOfSchema, findSchemaFaults, type JsonSchema, type SchemaFault } from '@plimsoll/json-schema';
import { invalid } from '@plimsoll/shared';

/** A JSON Schema (draft 2020-12) of an object of attributes. */
export type AttributeSchema = JsonSchema;

const MOST_FAULTS_SHOWN = 5;

/** A fault of attributes: what is wrong, for a person, and with which, outermost name first. */
export interface AttributeFault {
  message: string;
  path: string[];
}

/**
 * A schema of attributes as a caller gives it, checked: draft 2020-12, of an object, at most 50,000 characters as JSON,
 * referring to nothing outside itself, every keyword known, every pattern one that runs in linear time (no
 * look-around, no back-references).
 *
 * @throws DomainError `INVALID` saying what is wrong with it
 */
export function checkAttributeSchema(given: unknown): AttributeSchema {
  const fault = faultOfSchema(given);
  if (fault !== null) {
    throw invalid(`\`attributeSchema\` is no JSON Schema of attributes: ${fault}.`, ['attributeSchema']);
  }
  return given as AttributeSchema;
}

/** What is wrong with attributes by a schema, at most five faults; empty where nothing is. `kind` is named in the text. */
export function findFaults(kind: string, schema: AttributeSchema, attributes: unknown): AttributeFault[] {
  return findSchemaFaults(schema, attributes)
    .slice(0, MOST_FAULTS_SHOWN)
    .map((fault) => ({ path: fault.path, message: describe(kind, fault) }));
}

function describe(kind: string, { path, kind: what, rule, found }: SchemaFault): string {
  const name = path.join('.');
  if (what === 'MISSING') return `The kind ${kind} requires the attribute ${name}.`;
  if (what === 'UNKNOWN') return `The kind ${kind} has no attribute ${name}.`;
  const subject = path.length > 0 ? `the attribute ${name}` : 'the attributes';
  return `The kind ${kind} says that ${subject} ${rule}; it is ${found}.`;
}
