import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseDocument } from 'yaml';
import { ImportFailure } from '../import.errors.js';
import { creatableNoun, findNativeFile, type NativeFile } from '../native-file.js';
import {
  mappingSchema,
  type Condition,
  type Mapping,
  type RecordRule,
  type Value,
} from './mapping.schema.js';
import { compilePath } from './path.rules.js';

const SHIPPED = new URL('../../../mappings/', import.meta.url);

/**
 * Reads and checks a mapping: a path to a YAML file, or the name of one that ships with the project.
 *
 * @param settings values in place of those of the same names under `let`
 * @throws ImportFailure that lists every fault with its place in the file (`records.0.columns.kind`), or names a
 *   setting that the mapping does not ask for
 */
export async function loadMapping(
  nameOrPath: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<Mapping> {
  const shipped = fileURLToPath(new URL(`${nameOrPath}.yaml`, SHIPPED));
  const path = !existsSync(nameOrPath) && /^[a-z0-9-]+$/.test(nameOrPath) ? shipped : nameOrPath;
  let source: string;
  try {
    source = await readFile(path, 'utf8');
  } catch {
    throw new ImportFailure(`no mapping is at ${nameOrPath}, and none of that name ships with the project`);
  }
  return withSettings(parseMapping(source, nameOrPath), settings);
}

function withSettings(mapping: Mapping, settings: Readonly<Record<string, string>>): Mapping {
  const named = mapping.let ?? {};
  const unknown = Object.keys(settings).find((name) => !Object.hasOwn(named, name));
  if (unknown !== undefined) {
    const names = Object.keys(named).join(', ') || 'nothing';
    throw new ImportFailure(
      `mapping ${mapping.mapping} does not ask for ${unknown}; under let it has ${names}`,
    );
  }
  const given = Object.entries(settings).map(([name, constant]) => [name, { constant }] as const);
  return given.length === 0 ? mapping : { ...mapping, let: { ...named, ...Object.fromEntries(given) } };
}

/**
 * Checks the text of a mapping: its shape, every path, every noun and every column.
 * @throws ImportFailure as `loadMapping`
 */
export function parseMapping(source: string, name: string): Mapping {
  const document = parseDocument(source);
  const fault = document.errors[0];
  if (fault !== undefined) throw new ImportFailure(`mapping ${name}: ${fault.message}`);
  const checked = mappingSchema.safeParse(document.toJS());
  if (!checked.success) {
    const faults = checked.error.issues.map(
      (issue) => `  ${issue.path.join('.') || '(top)'}: ${messageOf(issue)}`,
    );
    throw new ImportFailure(`mapping ${name} is not valid:\n${faults.join('\n')}`);
  }
  const faults: string[] = [];
  const note = (place: string, check: () => void): void => {
    try {
      check();
    } catch (error) {
      faults.push(`  ${place}: ${(error as Error).message}`);
    }
  };
  checkMapping(checked.data, note);
  if (faults.length > 0) throw new ImportFailure(`mapping ${name} is not valid:\n${faults.join('\n')}`);
  return checked.data;
}

interface Issue {
  code?: string;
  message: string;
  errors?: readonly (readonly Issue[])[];
  path?: readonly PropertyKey[];
}

/** A value is a path or a rule: of the two explanations, the one about the rule says more. */
function messageOf(issue: Issue): string {
  const inner = issue.code === 'invalid_union' ? issue.errors?.at(-1)?.[0] : undefined;
  if (inner === undefined) return issue.message;
  const place = inner.path?.join('.') ?? '';
  return place === '' ? messageOf(inner) : `${place}: ${messageOf(inner)}`;
}

type References = NonNullable<RecordRule['references']>;
type Note = (place: string, check: () => void) => void;

function checkMapping(mapping: Mapping, note: Note): void {
  if (mapping.select !== undefined) checkPath(mapping.select, 'select', note);
  for (const [name, value] of Object.entries(mapping.let ?? {})) checkValue(value, `let.${name}`, note);
  for (const [index, record] of mapping.records.entries()) {
    const place = `records.${index}`;
    if (record.select !== undefined) checkPath(record.select, `${place}.select`, note);
    if (record.where !== undefined) checkCondition(record.where, `${place}.where`, note);
    if (record.group !== undefined) checkValue(record.group.by, `${place}.group.by`, note);
    for (const [column, value] of Object.entries(record.columns)) {
      checkValue(value, `${place}.columns.${column}`, note);
    }
    for (const [column, condition] of Object.entries(record.clear ?? {})) {
      checkCondition(condition, `${place}.clear.${column}`, note);
      note(`${place}.clear.${column}`, () => {
        if (!(column in record.columns)) throw new ImportFailure(`${column} is none of the columns`);
      });
    }
    note(`${place}.noun`, () => {
      const file = findNativeFile(record.noun);
      if (typeof file === 'string') throw new ImportFailure(file);
      checkColumns(file, Object.keys(record.columns), record.references ?? {}, place, note);
    });
  }
}

function checkColumns(
  file: NativeFile,
  columns: string[],
  references: References,
  place: string,
  note: Note,
): void {
  const problem = columnProblem(file, columns);
  if (problem !== null) {
    note(`${place}.columns`, () => {
      throw new ImportFailure(problem);
    });
  }
  for (const [column, policy] of Object.entries(references)) {
    note(`${place}.references.${column}`, () => {
      const noun = file.references[column];
      if (noun === undefined) throw new ImportFailure(`${column} is no reference of ${file.noun}`);
      if (policy === 'create' && !creatableNoun(noun)) {
        throw new ImportFailure(`${noun} cannot be created from a name alone; use reject or ignore`);
      }
    });
  }
}

/** What is wrong with the columns of a file or mapping for this noun, or null. */
export function columnProblem(file: NativeFile, columns: readonly string[]): string | null {
  const absent = file.required.filter((column) => !columns.includes(column));
  if (absent.length > 0) return `${file.noun} need the column ${absent.join(', ')}`;
  const choice = file.oneOf.find((set) => !set.some((column) => columns.includes(column)));
  if (choice !== undefined) return `${file.noun} need one of the columns ${choice.join(', ')}`;
  const unknown = file.attributes ? [] : columns.filter((column) => !file.columns.includes(column));
  if (unknown.length === 0) return null;
  return `${file.noun} have no column ${unknown.join(', ')}; the columns are ${file.columns.join(', ')}`;
}

function checkPath(path: string, place: string, note: Note): void {
  note(place, () => {
    compilePath(path);
  });
}

function checkValue(value: Value, place: string, note: Note): void {
  if (typeof value === 'string') {
    checkPath(value, place, note);
    return;
  }
  if (value.path !== undefined) checkPath(value.path, `${place}.path`, note);
  for (const key of ['template', 'plus', 'minus'] as const) {
    for (const part of (value[key] ?? '').matchAll(/\{([^{}]*)\}/g))
      checkPath(part[1] ?? '', `${place}.${key}`, note);
  }
  for (const key of ['first_of', 'list'] as const) {
    for (const [index, part] of (value[key] ?? []).entries())
      checkValue(part, `${place}.${key}.${index}`, note);
  }
  for (const [index, choice] of (value.choose ?? []).entries()) {
    if (choice.when !== undefined) checkCondition(choice.when, `${place}.choose.${index}.when`, note);
    checkValue(choice.value, `${place}.choose.${index}.value`, note);
  }
  if (value.where !== undefined) checkCondition(value.where, `${place}.where`, note);
  if (value.default !== undefined) checkValue(value.default, `${place}.default`, note);
}

function checkCondition(condition: Condition, place: string, note: Note): void {
  if (condition.value !== undefined) checkValue(condition.value, `${place}.value`, note);
  if (condition.differs_from !== undefined) checkValue(condition.differs_from, `${place}.differs_from`, note);
  for (const part of [...(condition.all ?? []), ...(condition.any ?? [])]) checkCondition(part, place, note);
  if (condition.not !== undefined) checkCondition(condition.not, `${place}.not`, note);
}
