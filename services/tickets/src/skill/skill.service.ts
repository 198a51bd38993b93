import {
  authorize,
  authorOf,
  checkText,
  column,
  createOnce,
  DomainError,
  importRows,
  invalid,
  storeRecords,
  type ImportInput,
  type ImportReport,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { z } from 'zod';
import { findSkillIds, findSkillsNamed, skillRecords, type SkillRecord } from './skill.store.js';
import type { CreateSkillInput, UpdateSkillInput } from './skill.types.js';

const LONGEST_DESCRIPTION = 2_000;

const importColumns = z.object({
  external_id: column.required.text,
  name: column.required.text,
  description: column.text,
});
type SkillRow = z.infer<typeof importColumns>;

/** Creates a skill. Roles: admin, manager, operator. */
export async function createSkill(context: RequestContext, input: CreateSkillInput): Promise<SkillRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return createOnce(context, skillRecords, {
    prefix: 'skl',
    mutation: 'createSkill',
    input,
    values: async (tx) => ({
      name: await freeName(tx, input.name, ''),
      description: describe(input.description) ?? null,
    }),
  });
}

/** Changes a skill. Roles: admin, manager, operator. */
export async function updateSkill(context: RequestContext, input: UpdateSkillInput): Promise<SkillRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return context.session.transaction((tx) =>
    skillRecords.update(tx, authorOf(context), input.id, input.expectedVersion, async (current) => ({
      ...(input.name == null ? {} : { name: await freeName(tx, input.name, current.id) }),
      ...(input.description === undefined ? {} : { description: describe(input.description) ?? null }),
    })),
  );
}

function describe(text: string | null | undefined): string | null | undefined {
  return text == null ? text : checkText(text, 'description', LONGEST_DESCRIPTION);
}

async function freeName(tx: Session, given: string, exceptId: string): Promise<string> {
  const name = checkText(given, 'name');
  const other = (await findSkillsNamed(tx, [name])).get(name.toLowerCase());
  if (other && other.id !== exceptId) {
    throw new DomainError('ALREADY_EXISTS', `There is a skill ${JSON.stringify(name)} already.`, ['name']);
  }
  return name;
}

/** Imports rows of `skills.csv`: external_id, name, description. A skill of the same name, in any case, is the same one. Roles: admin, operator. */
export function importSkills(context: RequestContext, input: ImportInput): Promise<ImportReport> {
  return importRows<SkillRow>(context.session, context.principal, input, {
    columns: importColumns,
    key: (row) => row.external_id,
    store: async (tx, source, rows) => {
      const named = await findSkillsNamed(
        tx,
        rows.map(({ row }) => row.name),
      );
      const first = new Map(rows.map(({ line, row }) => [row.name.toLowerCase(), line] as const).reverse());
      const kept = rows.filter(({ line, row }) => first.get(row.name.toLowerCase()) === line);
      const stored = await storeRecords<SkillRow, SkillRecord>(tx, source, kept, {
        records: skillRecords,
        prefix: 'skl',
        author: authorOf(context),
        externalId: (row) => row.external_id,
        known: (known) =>
          Promise.resolve(
            new Map(
              known.flatMap(({ external_id: key, name }) => {
                const skill = named.get(name.toLowerCase());
                return skill ? [[key, skill] as const] : [];
              }),
            ),
          ),
        toRecord: (row) => ({ name: row.name, description: row.description }),
      });
      const rejects = rows
        .filter((row) => !kept.includes(row))
        .map(({ line }) => ({ line, column: 'name', reason: 'Another row has this name.' }));
      return { ...stored, rejects };
    },
  });
}

/**
 * Skills with levels as a caller gives them, each once, in the order of their ids.
 *
 * @param path the input field that names them
 * @throws DomainError `INVALID` for a level outside 1–5 or a skill named twice, `NOT_FOUND` for one not on record
 */
export async function checkSkillLevels(
  tx: Session,
  skills: readonly { skillId: string; level: number }[],
  path: readonly string[],
): Promise<{ skillId: string; level: number }[]> {
  const known = await findSkillIds(
    tx,
    skills.map(({ skillId }) => skillId),
  );
  const seen = new Set<string>();
  for (const { skillId, level } of skills) {
    if (!known.has(skillId)) {
      throw new DomainError('NOT_FOUND', `There is no skill ${JSON.stringify(skillId.slice(0, 80))}.`, path);
    }
    if (seen.has(skillId)) throw invalid('A skill is named twice.', path);
    seen.add(skillId);
    if (!Number.isInteger(level) || level < 1 || level > 5) {
      throw invalid('The level of a skill is a whole number from 1 to 5.', path);
    }
  }
  return skills
    .map(({ skillId, level }) => ({ skillId, level }))
    .toSorted((a, b) => (a.skillId < b.skillId ? -1 : 1));
}
