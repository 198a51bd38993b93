import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { RE2JS } from 're2js';

/** A JSON Schema (draft 2020-12) of an object. */
export type JsonSchema = Record<string, unknown>;

/** One thing that is wrong with a value by its schema. */
export interface SchemaFault {
  /** With which property, outermost name first; empty for the whole. */
  path: string[];
  /** A property that is required is not there, one is there that may not be, or a value is not what it may be. */
  kind: 'MISSING' | 'UNKNOWN' | 'WRONG';
  /** What a wrong value has to be: `must be string`, with the values that are allowed where these are few. */
  rule: string;
  /** The wrong value as JSON, at most 60 characters. */
  found: string;
}

const LONGEST_SCHEMA = 50_000;
const MOST_KEPT = 1_000;
const BARRED_KEYWORDS = ['$id', '$async', '$schema', '$dynamicRef'];

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
 * Why something a caller gives is no schema of an object, as the end of a sentence; null where it is one: draft
 * 2020-12, at most 50,000 characters as JSON, referring to nothing outside itself, every keyword known, every pattern one
 * that runs in linear time (no look-around, no back-references).
 */
export function faultOfSchema(given: unknown): string | null {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return 'it is an object';
  const schema = given as JsonSchema;
  if (JSON.stringify(schema).length > LONGEST_SCHEMA) return `it has at most ${LONGEST_SCHEMA} characters`;
  if (schema['type'] !== 'object') return 'its `type` is "object"';
  const barred = findBarred(schema);
  if (barred) return `\`${barred}\` has no place in it`;
  if (!validator.validateSchema(schema)) {
    const [fault] = validator.errors ?? [];
    return `${fault?.instancePath || 'it'} ${fault?.message ?? 'is no schema'}`;
  }
  try {
    compile(schema);
  } catch (error) {
    return (error as Error).message;
  }
  return null;
}

/** What is wrong with a value by a schema in which {@link faultOfSchema} finds nothing; empty where nothing is. */
export function findSchemaFaults(schema: JsonSchema, value: unknown): SchemaFault[] {
  const validate = compile(schema);
  if (validate(value)) return [];
  const faults = new Map<string, SchemaFault>();
  for (const error of validate.errors ?? []) {
    const fault = describe(error);
    faults.set(JSON.stringify(fault), fault);
  }
  return [...faults.values()];
}

function describe(error: ErrorObject): SchemaFault {
  const place = error.instancePath.split('/').slice(1).map(unescapePointer);
  const params = error.params as Record<string, unknown>;
  const found = JSON.stringify(error.data)?.slice(0, 60) ?? '';
  if (error.keyword === 'required') {
    return { path: [...place, String(params['missingProperty'])], kind: 'MISSING', rule: '', found: '' };
  }
  if (error.keyword === 'additionalProperties' || error.keyword === 'unevaluatedProperties') {
    const name = String(params['additionalProperty'] ?? params['unevaluatedProperty']);
    return { path: [...place, name], kind: 'UNKNOWN', rule: '', found: '' };
  }
  const allowed = Array.isArray(params['allowedValues'])
    ? `: ${params['allowedValues'].map((value) => JSON.stringify(value)).join(', ')}`
    : '';
  return { path: place, kind: 'WRONG', rule: `${error.message ?? 'is wrong'}${allowed}`, found };
}

function compile(schema: JsonSchema): ValidateFunction {
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

function unescapePointer(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}
