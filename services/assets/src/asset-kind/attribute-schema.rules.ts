import { invalid, type DomainError } from '@plimsoll/shared';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { RE2JS } from 're2js';

/** A JSON Schema (draft 2020-12) of an object of attributes. */
export type AttributeSchema = Record<string, unknown>;

const LONGEST_SCHEMA = 50_000;
const MOST_KEPT = 1_000;
const MOST_FAULTS_SHOWN = 5;
const BARRED_KEYWORDS = ['$id', '$async', '$schema', '$dynamicRef'];

/** A fault of attributes: what is wrong, for a person, and with which, outermost name first. */
export interface AttributeFault {
  message: string;
  path: string[];
}

/** Patterns run in time linear in the text, whatever they are: schemas come from callers. */
const linearRegExp = Object.assign(
  (pattern: string) => {
    const expression = RE2JS.compile(pattern);
    // The validator tells patterns apart by their text.
    return { test: (text: string) => expression.matcher(text).find(), toString: () => pattern };
  },
  { code: 'linearRegExp' },
);

const validator = new Ajv2020({
  allErrors: true,
  strict: true,
  strictTypes: false,
  strictRequired: false,
  strictTuples: false,
  addUsedSchema: false,
  verbose: true,
  logger: false,
  code: { regExp: linearRegExp },
});
addFormats.default(validator);

/** Compiled schemas by their text; the least recently used ones go first. */
const compiled = new Map<string, ValidateFunction>();

/**
 * A schema of attributes as a caller gives it, checked: draft 2020-12, of an object, at most 50,000 characters as JSON,
 * referring to nothing outside itself, every keyword known, every pattern one that runs in linear time (no
 * look-around, no back-references).
 *
 * @throws DomainError `INVALID` saying what is wrong with it
 */
export function checkAttributeSchema(given: unknown): AttributeSchema {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw refused('it is an object');
  }
  const schema = given as AttributeSchema;
  if (JSON.stringify(schema).length > LONGEST_SCHEMA) {
    throw refused(`it has at most ${LONGEST_SCHEMA} characters`);
  }
  if (schema['type'] !== 'object') throw refused('its `type` is "object"');
  const barred = findBarred(schema);
  if (barred) throw refused(`\`${barred}\` has no place in it`);
  if (!validator.validateSchema(schema)) {
    const [fault] = validator.errors ?? [];
    throw refused(`${fault?.instancePath || 'it'} ${fault?.message ?? 'is no schema'}`);
  }
  try {
    compile(schema);
  } catch (error) {
    throw refused((error as Error).message);
  }
  return schema;
}

/** What is wrong with attributes by a schema, at most five faults; empty where nothing is. `kind` is named in the text. */
export function findFaults(kind: string, schema: AttributeSchema, attributes: unknown): AttributeFault[] {
  const validate = compile(schema);
  if (validate(attributes)) return [];
  const faults = new Map<string, AttributeFault>();
  for (const error of validate.errors ?? []) {
    const fault = describe(kind, error);
    faults.set(JSON.stringify(fault), fault);
  }
  return [...faults.values()].slice(0, MOST_FAULTS_SHOWN);
}

function describe(kind: string, error: ErrorObject): AttributeFault {
  const place = error.instancePath.split('/').slice(1).map(unescapePointer);
  const params = error.params as Record<string, unknown>;
  if (error.keyword === 'required') {
    const path = [...place, String(params['missingProperty'])];
    return { path, message: `The kind ${kind} requires the attribute ${path.join('.')}.` };
  }
  if (error.keyword === 'additionalProperties' || error.keyword === 'unevaluatedProperties') {
    const path = [...place, String(params['additionalProperty'] ?? params['unevaluatedProperty'])];
    return { path, message: `The kind ${kind} has no attribute ${path.join('.')}.` };
  }
  const subject = place.length > 0 ? `the attribute ${place.join('.')}` : 'the attributes';
  const allowed = Array.isArray(params['allowedValues'])
    ? `: ${params['allowedValues'].map((value) => JSON.stringify(value)).join(', ')}`
    : '';
  const found = JSON.stringify(error.data)?.slice(0, 60);
  return {
    path: place,
    message: `The kind ${kind} says that ${subject} ${error.message ?? 'is wrong'}${allowed}; it is ${found}.`,
  };
}

function compile(schema: AttributeSchema): ValidateFunction {
  const text = JSON.stringify(schema);
  const known = compiled.get(text);
  if (known) {
    compiled.delete(text);
    compiled.set(text, known);
    return known;
  }
  const validate = validator.compile(schema);
  validator.removeSchema(schema);
  compiled.set(text, validate);
  if (compiled.size > MOST_KEPT) compiled.delete(compiled.keys().next().value as string);
  return validate;
}

/** A keyword that would name the schema or load another, wherever it stands; values of `enum` and `const` included. */
function findBarred(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  if (!Array.isArray(value)) {
    const barred = BARRED_KEYWORDS.find((keyword) => Object.hasOwn(value, keyword));
    if (barred) return barred;
  }
  for (const part of Object.values(value)) {
    const barred = findBarred(part);
    if (barred) return barred;
  }
  return null;
}

function refused(what: string): DomainError {
  return invalid(`\`attributeSchema\` is no JSON Schema of attributes: ${what}.`, ['attributeSchema']);
}

function unescapePointer(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}
