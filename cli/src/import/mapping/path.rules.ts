import { ImportFailure } from '../import.errors.js';

type Predicate = { path: Path; operator: '=' | '!=' | 'present'; operand: string | { variable: string } };
interface Step {
  name: string;
  /** Which element of a list, from 1; null: each, `last`: the last. */
  position: number | 'last' | null;
  predicates: Predicate[];
}

/** A compiled path; `variable` is set when it starts at `$name` instead of the current record. */
export interface Path {
  variable: string | null;
  steps: Step[];
}

/** Gives the values a variable stands for, or undefined where there is none of that name. */
export type Variables = (name: string) => unknown[] | undefined;

/**
 * Compiles a path: member names separated by `/`, each followed by any number of predicates
 * `[a/b=text]`, `[a!=text]`, `[a=$variable]`, `[a]`, before them `[#2]` or `[#last]` for one element of a list;
 * `*` is every member; names with `/`, `[` or quotes in them stand in single quotes. A path may begin at a variable: `$record/metadata/name`.
 * @throws ImportFailure naming the path and the place where it is not understood
 */
export function compilePath(source: string): Path {
  const scanner = { source, at: 0 };
  const path = readPath(scanner, '');
  if (scanner.at < source.length) fail(scanner, 'is not expected');
  return path;
}

interface Scanner {
  source: string;
  at: number;
}

function fail(scanner: Scanner, reason: string): never {
  const rest = scanner.source.slice(scanner.at);
  throw new ImportFailure(`path "${scanner.source}": ${rest === '' ? 'its end' : `"${rest}"`} ${reason}`);
}

function readPath(scanner: Scanner, stops: string): Path {
  let variable: string | null = null;
  if (scanner.source[scanner.at] === '$') {
    scanner.at += 1;
    variable = readName(scanner, stops);
    if (scanner.source[scanner.at] !== '/') return { variable, steps: [] };
    scanner.at += 1;
  }
  const steps: Step[] = [];
  for (;;) {
    const step: Step = { name: readName(scanner, stops), position: readPosition(scanner), predicates: [] };
    while (scanner.source[scanner.at] === '[') step.predicates.push(readPredicate(scanner));
    steps.push(step);
    if (scanner.source[scanner.at] !== '/') return { variable, steps };
    scanner.at += 1;
  }
}

function readName(scanner: Scanner, stops: string): string {
  const { source } = scanner;
  if (source[scanner.at] === "'") {
    const end = source.indexOf("'", scanner.at + 1);
    if (end < 0) fail(scanner, 'has a quote that is not closed');
    const name = source.slice(scanner.at + 1, end);
    scanner.at = end + 1;
    return name;
  }
  const start = scanner.at;
  while (scanner.at < source.length && !`/[]'${stops}`.includes(source.charAt(scanner.at))) scanner.at += 1;
  if (scanner.at === start) fail(scanner, 'stands where a name is expected');
  return source.slice(start, scanner.at);
}

function readPosition(scanner: Scanner): Step['position'] {
  const found = /^\[#(\d+|last)\]/.exec(scanner.source.slice(scanner.at));
  if (found === null) return null;
  scanner.at += found[0].length;
  return found[1] === 'last' ? 'last' : Number(found[1]);
}

function readPredicate(scanner: Scanner): Predicate {
  scanner.at += 1;
  const path = readPath(scanner, '=!');
  const { source } = scanner;
  let operator: Predicate['operator'] = 'present';
  let operand: Predicate['operand'] = '';
  if (source.startsWith('!=', scanner.at)) operator = '!=';
  else if (source[scanner.at] === '=') operator = '=';
  if (operator !== 'present') {
    scanner.at += operator.length;
    const isVariable = source[scanner.at] === '$';
    if (isVariable) scanner.at += 1;
    const word = readName(scanner, '');
    operand = isVariable ? { variable: word } : word;
  }
  if (source[scanner.at] !== ']') fail(scanner, 'stands where ] is expected');
  scanner.at += 1;
  return { path, operator, operand };
}

/** Everything the path finds, in the order of the document; a list stands for each of its elements. */
export function findAll(path: Path, current: unknown, variables: Variables): unknown[] {
  let found: unknown[];
  if (path.variable === null) found = [current];
  else {
    const values = variables(path.variable);
    if (values === undefined) throw new ImportFailure(`$${path.variable} is not defined by the mapping`);
    found = values;
  }
  for (const step of path.steps) {
    found = found.flatMap((value) => at(step.position, members(value, step.name)));
    for (const predicate of step.predicates) {
      found = found.filter((value) => holds(predicate, value, variables));
    }
  }
  return found.flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : [value]));
}

function at(position: Step['position'], found: unknown[]): unknown[] {
  if (position === null) return found;
  return position === 'last' ? found.slice(-1) : found.slice(position - 1, position);
}

function members(value: unknown, name: string): unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => members(item, name));
  if (typeof value !== 'object' || value === null) return [];
  const found: unknown[] =
    name === '*'
      ? Object.values(value)
      : Object.hasOwn(value, name)
        ? [(value as Record<string, unknown>)[name]]
        : [];
  return found.flatMap((item) => (Array.isArray(item) ? (item as unknown[]) : [item]));
}

function holds(predicate: Predicate, value: unknown, variables: Variables): boolean {
  const values = findAll(predicate.path, value, variables);
  if (predicate.operator === 'present')
    return values.some((item) => item !== null && item !== undefined && item !== '');
  const found = values.map(textOf);
  const operand =
    typeof predicate.operand === 'string'
      ? [predicate.operand]
      : (variables(predicate.operand.variable) ?? []).map(textOf).filter((text) => text !== undefined);
  const equal = found.some((text) => text !== undefined && operand.includes(text));
  return predicate.operator === '=' ? equal : !equal;
}

/** A found value as text: numbers and truth values as written, an XML element as its text, else absent. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
    return String(value);
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'object' && value !== null && '#text' in value) return textOf(value['#text']);
  return undefined;
}
