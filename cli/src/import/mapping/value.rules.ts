import { readDate, shiftDate, writeDate } from './date.rules.js';
import type { Condition, DateFormat, Value, ValueRule } from './mapping.schema.js';
import { compilePath, findAll, textOf, type Path } from './path.rules.js';

/** A row with its place: what a rule can look at. */
export interface MappedRecord {
  /** The value a path starts at. */
  readonly current: unknown;
  /** The record of the file it was selected from, `$record`. */
  readonly record: unknown;
  /** The document that stands above the file's records, `$document`. */
  readonly document: unknown;
  /** Position among the file's records, from 1. */
  readonly fileRow: number;
  readonly line: number;
  readonly cells?: readonly string[];
}

/** A record among those it is grouped with (alone where the mapping does not group). */
export interface Scope {
  readonly rows: readonly MappedRecord[];
  readonly index: number;
  readonly file: { readonly name: string; readonly stem: string };
  /** Rules of the mapping's `let`. */
  readonly named: Readonly<Record<string, Value>>;
  readonly missing: readonly string[];
  readonly dates: DateFormat;
}

/** A value cannot be made: the row is rejected with this reason. */
export class ValueFault extends Error {
  override name = 'ValueFault';
}

const paths = new Map<string, Path>();
const expressions = new Map<string, RegExp>();

/** The compiled path, kept for the next row. */
function pathOf(source: string): Path {
  let path = paths.get(source);
  if (path === undefined) {
    path = compilePath(source);
    paths.set(source, path);
  }
  return path;
}

function expressionOf(source: string): RegExp {
  let expression = expressions.get(source);
  if (expression === undefined) {
    expression = new RegExp(source, 'u');
    expressions.set(source, expression);
  }
  return expression;
}

/** Everything a path finds from the scope's row, as raw values. */
export function select(source: string, scope: Scope): unknown[] {
  const row = scope.rows[scope.index];
  if (row === undefined) return [];
  return findAll(pathOf(source), row.current, (name) => {
    if (name === 'item') return [row.current];
    if (name === 'record') return [row.record];
    if (name === 'document') return [row.document];
    const named = scope.named[name];
    if (named === undefined) return undefined;
    const perDocument = typeof named === 'string' && named.startsWith('$document/');
    return perDocument ? ofDocument(named, scope, row.document) : allTexts(named, scope);
  });
}

const foundInDocuments = new WeakMap<object, Map<string, string[]>>();

/** What a path from `$document` finds is the same for every record of the document: it is searched once. */
function ofDocument(path: string, scope: Scope, document: unknown): string[] {
  if (typeof document !== 'object' || document === null) return allTexts(path, scope);
  let found = foundInDocuments.get(document);
  if (found === undefined) foundInDocuments.set(document, (found = new Map<string, string[]>()));
  let texts = found.get(path);
  if (texts === undefined) found.set(path, (texts = allTexts(path, scope)));
  return texts;
}

/**
 * The text a rule gives for the scope's row, or undefined where it is absent.
 * @throws ValueFault where the rule says that such a row is to be rejected
 */
export function evaluate(value: Value, scope: Scope): string | undefined {
  const found = allTexts(value, scope);
  const join = typeof value === 'string' ? undefined : value.join;
  if (found.length === 0) return undefined;
  return join === undefined ? found[0] : found.join(join);
}

function allTexts(value: Value, scope: Scope): string[] {
  if (typeof value === 'string') return present(select(value, scope).map(textOf), scope.missing);
  const rule = value;
  const place = placeOf(rule, scope);
  const source = place === null ? [] : sourceOf(rule, place);
  const missing = rule.missing === undefined ? scope.missing : [...scope.missing, ...rule.missing];
  const found = present(source, rule.constant === undefined ? missing : []);
  const made = present(
    found.map((text) => steps(rule, text, place ?? scope)),
    [],
  );
  if (made.length > 0 || rule.default === undefined) return made;
  return allTexts(rule.default, scope);
}

function present(texts: (string | undefined)[], missing: readonly string[]): string[] {
  return texts.filter(
    (text) => text !== undefined && text.trim() !== '' && !missing.includes(text.trim()),
  ) as string[];
}

/** The scope moved to the row that `of` and `where` name, or null where there is none. */
function placeOf(rule: ValueRule, scope: Scope): Scope | null {
  if (rule.of === undefined) return scope;
  const at = (index: number): Scope => ({ ...scope, index });
  if (rule.of === 'previous' || rule.of === 'next') {
    const index = scope.index + (rule.of === 'next' ? 1 : -1);
    return scope.rows[index] === undefined ? null : at(index);
  }
  const indexes = scope.rows.map((_, index) => index);
  if (rule.of === 'last') indexes.reverse();
  const where = rule.where;
  const found = indexes.find((index) => where === undefined || satisfies(where, at(index)));
  return found === undefined ? null : at(found);
}

function sourceOf(rule: ValueRule, scope: Scope): (string | undefined)[] {
  if (rule.path !== undefined) return select(rule.path, scope).map(textOf);
  if (rule.constant !== undefined) return [rule.constant];
  if (rule.template !== undefined) return [fill(rule.template, scope)];
  if (rule.first_of !== undefined) {
    for (const value of rule.first_of) {
      const found = allTexts(value, scope);
      if (found.length > 0) return found;
    }
    return [];
  }
  if (rule.list !== undefined) return rule.list.flatMap((value) => allTexts(value, scope));
  if (rule.choose !== undefined) {
    const chosen = rule.choose.find((choice) => choice.when === undefined || satisfies(choice.when, scope));
    return chosen === undefined ? [] : allTexts(chosen.value, scope);
  }
  if (rule.row === 'group') return [String(scope.index + 1)];
  if (rule.row === 'file') return [String(scope.rows[scope.index]?.fileRow ?? '')];
  return [rule.file === 'stem' ? scope.file.stem : scope.file.name];
}

/** Puts each `{path}` of a template in; absent as a whole where one of them is. */
function fill(template: string, scope: Scope): string | undefined {
  let complete = true;
  const filled = template.replaceAll(/\{([^{}]*)\}/g, (_, path: string) => {
    const text = evaluate(path, scope);
    if (text === undefined) complete = false;
    return text ?? '';
  });
  return complete ? filled : undefined;
}

function steps(rule: ValueRule, given: string, scope: Scope): string | undefined {
  const text = translated(rule, matched(rule, given));
  if (text === undefined || (rule.date === undefined && rule.as === undefined && !rule.plus && !rule.minus)) {
    return text;
  }
  let instant = readDate(text, { ...scope.dates, ...rule.date });
  for (const [duration, sign] of [
    [rule.plus, 1],
    [rule.minus, -1],
  ] as const) {
    if (duration === undefined || typeof instant === 'string') continue;
    const length = fill(duration, scope);
    if (length === undefined) return undefined;
    instant = shiftDate(instant, length, sign);
  }
  if (typeof instant === 'string') throw new ValueFault(instant);
  return writeDate(instant, rule.as ?? 'instant');
}

function matched(rule: ValueRule, text: string): string | undefined {
  if (rule.match === undefined) return text;
  const found = expressionOf(rule.match).exec(text);
  if (found === null) return unmatched(rule, text, `does not match ${rule.match}`);
  return rule.replace === undefined
    ? (found[1] ?? found[0])
    : rule.replace.replaceAll(/\$(\d)/g, (_, group: string) => found[Number(group)] ?? '');
}

function translated(rule: ValueRule, text: string | undefined): string | undefined {
  if (text === undefined || rule.table === undefined) return text;
  const key = text.trim();
  if (Object.hasOwn(rule.table, key)) return rule.table[key] ?? undefined;
  return unmatched({ otherwise: 'reject', ...rule }, text, 'is not in the table of the mapping');
}

function unmatched(rule: ValueRule, text: string, reason: string): string | undefined {
  if (rule.otherwise === 'keep') return text;
  if (rule.otherwise === 'reject') throw new ValueFault(`"${text}" ${reason}`);
  return undefined;
}

/** Whether the scope's row meets a condition; an empty condition is met by every row. */
export function satisfies(condition: Condition, scope: Scope): boolean {
  if (condition.all?.some((part) => !satisfies(part, scope)) === true) return false;
  if (condition.any !== undefined && !condition.any.some((part) => satisfies(part, scope))) return false;
  if (condition.not !== undefined && satisfies(condition.not, scope)) return false;
  if (condition.row === 'first' && scope.index !== 0) return false;
  if (condition.row === 'last' && scope.index !== scope.rows.length - 1) return false;
  if (condition.value === undefined) return true;
  const text = evaluate(condition.value, scope);
  if (condition.equals !== undefined) return text !== undefined && condition.equals.includes(text);
  if (condition.matches !== undefined)
    return text !== undefined && expressionOf(condition.matches).test(text);
  if (condition.differs_from !== undefined) return text !== evaluate(condition.differs_from, scope);
  return (text !== undefined) === condition.present;
}
