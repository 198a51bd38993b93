import {
  authorOf,
  cellOr,
  column,
  importRows,
  referencesTo,
  resolveReferences,
  type ImportInput,
  type ImportReport,
  type ImportRow,
  type RequestContext,
  type Session,
  type StoredBatch,
} from '@plimsoll/shared';
import { z } from 'zod';
import { requestRestatement } from '../outage/index.js';
import { dependencyKey, groupKey, judgeGroup, parseMinUp, type DependencyTerms } from './dependency.rules.js';
import { sameTerms } from './dependency.service.js';
import { holdConsumers, saveDependencies, type DependencyRecord } from './dependency.store.js';

/** The columns of `dependencies.csv`. */
export const dependencyColumns = z.object({
  consumer: column.required.text,
  provider: column.required.text,
  strength: column.oneOf('HARD', 'SOFT'),
  group: column.text,
  min_up: column.parsed(parseMinUp),
});
/** A row of `dependencies.csv`, read. */
export type DependencyRow = z.infer<typeof dependencyColumns>;

interface GivenDependency extends DependencyTerms {
  line: number;
  before: DependencyRecord | null;
}

/**
 * Imports rows of `dependencies.csv`. A group is judged as it would be, with its members on record; rows that would
 * spoil it are refused together.
 */
export function importDependencies(context: RequestContext, input: ImportInput): Promise<ImportReport> {
  return importRows<DependencyRow>(context.session, context.principal, input, {
    columns: dependencyColumns,
    key: (row) => JSON.stringify([row.consumer, row.provider, row.group ?? null]),
    store: (tx, source, rows) => storeDependencies(context, tx, source, rows),
  });
}

async function storeDependencies(
  context: RequestContext,
  tx: Session,
  source: string,
  given: ImportRow<DependencyRow>[],
): Promise<StoredBatch> {
  const { rows, references, rejects } = await resolveReferences(tx, source, given, {
    consumer: { find: referencesTo('asset', 'current_asset(id)'), of: (row) => [row.consumer] },
    provider: { find: referencesTo('asset', 'current_asset(id)'), of: (row) => [row.provider] },
  });
  const idOf = (name: string, key: string) => references[name]?.get(key) ?? '';
  const recorded = await holdConsumers(
    tx,
    rows.map(({ row }) => idOf('consumer', row.consumer)),
  );
  const byKey = new Map(recorded.map((one) => [dependencyKey(one), one]));
  const groups = new Map<string, { recorded: DependencyRecord[]; given: Map<string, GivenDependency> }>();
  const groupOf = (terms: DependencyTerms) => {
    const key = groupKey(terms);
    const group = groups.get(key) ?? { recorded: [], given: new Map<string, GivenDependency>() };
    groups.set(key, group);
    return group;
  };
  for (const one of recorded) if (one.removedAt === null) groupOf(one).recorded.push(one);
  for (const { line, row } of rows) {
    const place = {
      consumerId: idOf('consumer', row.consumer),
      providerId: idOf('provider', row.provider),
      group: row.group?.trim() || null,
      strength: 'HARD' as const,
      minUp: null,
    };
    const before = byKey.get(dependencyKey(place)) ?? null;
    const standing = before?.removedAt === null ? before : null;
    const strength = cellOr(row.strength, 'HARD', standing) ?? standing?.strength ?? 'HARD';
    const minUp = row.min_up === undefined ? (standing?.minUp ?? null) : row.min_up;
    groupOf(place).given.set(dependencyKey(place), { ...place, strength, minUp, line, before });
  }
  const batch: StoredBatch = { created: 0, updated: 0, unchanged: 0, rejects };
  const changes: GivenDependency[] = [];
  for (const group of groups.values()) {
    const verdict = judgeGroup({
      recorded: group.recorded.filter((one) => !group.given.has(dependencyKey(one))),
      given: [...group.given.values()],
    });
    for (const { given: one, violation } of verdict.refused) {
      batch.rejects.push({ line: one.line, column: columns[violation.code], reason: violation.message });
    }
    for (const one of verdict.accepted) {
      if (!one.before || one.before.removedAt !== null) batch.created += 1;
      else if (!sameTerms(one.before, one)) batch.updated += 1;
      else {
        batch.unchanged += 1;
        continue;
      }
      changes.push(one);
    }
  }
  await saveDependencies(
    tx,
    authorOf(context),
    changes.map((after) => ({ before: after.before, after })),
  );
  if (changes.length > 0) await requestRestatement(tx, context.now);
  return batch;
}

/** The column at fault. */
const columns = {
  SELF_DEPENDENCY: 'provider',
  GROUP_DISAGREES: 'group',
  MIN_UP_ABOVE_GROUP: 'min_up',
  MIN_UP_OUT_OF_RANGE: 'min_up',
} as const;
