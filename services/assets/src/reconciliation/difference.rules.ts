import { changedFields, type ChangedField } from '@plimsoll/shared';
import { checkDependencies, type MinUp } from '../impact/index.js';

export type ReconciledNoun = 'ASSET' | 'DEPENDENCY' | 'PLACEMENT';
export type DifferenceKindName = 'NEW' | 'GONE' | 'DRIFTED';
export type ReconciliationStatusName = 'COLLECTING' | 'PLANNED' | 'APPLIED' | 'DISCARDED';

/** A row of the feed that the plan leaves out. */
export interface ProblemRow {
  noun: ReconciledNoun;
  line: number;
  reason: string;
}

/** A difference between the feed and the record, before it is stored. */
export interface PlannedDifference {
  noun: ReconciledNoun;
  kind: DifferenceKindName;
  /** What it is about, in words. */
  name: string;
  /** The record it changes, at the version the plan has seen; null where there is none yet. */
  recordId: string | null;
  recordVersion: number | null;
  fields: ChangedField[];
  /** What is stored when it is applied. */
  target: object;
}

/** An end of a dependency or placement: the asset on record, or the one of this name in the feed that is yet to be. */
export type AssetRef = { id: string } | { externalId: string };

/** A dependency as the feed has it. */
export interface FedDependency {
  line: number;
  consumer: AssetRef;
  provider: AssetRef;
  group: string | null;
  /** Absent: the feed does not say. */
  strength: 'HARD' | 'SOFT' | undefined;
  minUp: MinUp | null | undefined;
  names: { consumer: string; provider: string };
}

/** A dependency on record, removed ones included; `expected` where the feed has to have it while it is in force. */
export interface RecordedDependency {
  id: string;
  version: number;
  consumerId: string;
  providerId: string;
  group: string | null;
  strength: 'HARD' | 'SOFT';
  minUp: MinUp | null;
  removed: boolean;
  expected: boolean;
  names: { consumer: string; provider: string };
}

/** A dependency to be stored. */
export interface DependencyTarget {
  consumer: AssetRef;
  provider: AssetRef;
  group: string | null;
  strength: 'HARD' | 'SOFT';
  minUp: MinUp | null;
}

/** A placement as the feed has it. */
export interface PlacementTarget {
  asset: AssetRef;
  productId: string | null;
  podId: string | null;
  customerId: string | null;
}

/** Text that tells a reference from any other. */
export function refKey(ref: AssetRef): string {
  return 'id' in ref ? ref.id : `new:${ref.externalId}`;
}

/**
 * What differs between two states of an asset, attribute by attribute: `attributes.release`. `before` null: a new one,
 * which has all that holds something.
 */
export function assetFields(before: object | null, after: object): ChangedField[] {
  return changedFields(flat(before), flat(after) ?? {}).filter(({ name }) => name !== 'version');
}

/**
 * How the dependencies of the feed differ from those on record. A group whose members would not agree, or that asks for
 * more than it has, is a problem of all its rows, and nothing of it is planned.
 */
export function dependencyDifferences(
  fed: readonly FedDependency[],
  recorded: readonly RecordedDependency[],
): { differences: PlannedDifference[]; problems: ProblemRow[] } {
  const byKey = new Map(recorded.map((one) => [keyOf(recordedTarget(one)), one]));
  const given = new Map<string, { row: FedDependency; target: DependencyTarget }>();
  for (const row of fed) {
    const place = { consumer: row.consumer, provider: row.provider, group: row.group };
    const before = byKey.get(keyOf(place));
    const standing = before?.removed === false ? before : undefined;
    const strength = row.strength ?? standing?.strength ?? 'HARD';
    const minUp = row.minUp === undefined ? (standing?.minUp ?? null) : row.minUp;
    given.set(keyOf(place), { row, target: { ...place, strength, minUp } });
  }
  const inForce = recorded.filter((one) => !one.removed);
  const kept = inForce.filter((one) => !one.expected && !given.has(keyOf(recordedTarget(one))));
  const { problems, spoilt } = judge([...given.values()], kept.map(recordedTarget));
  const differences: PlannedDifference[] = [];
  for (const [key, { row, target }] of given) {
    if (spoilt.has(groupOf(target))) continue;
    const before = byKey.get(key);
    const fields = changedFields(
      before && !before.removed ? shownTerms(recordedTarget(before)) : null,
      shownTerms(target),
    );
    if (fields.length === 0) continue;
    differences.push({
      noun: 'DEPENDENCY',
      kind: before && !before.removed ? 'DRIFTED' : 'NEW',
      name: nameOf(row.names, row.group),
      recordId: before?.id ?? null,
      recordVersion: before?.version ?? null,
      fields,
      target,
    });
  }
  for (const one of inForce) {
    const target = recordedTarget(one);
    if (!one.expected || given.has(keyOf(target)) || spoilt.has(groupOf(target))) continue;
    differences.push({
      noun: 'DEPENDENCY',
      kind: 'GONE',
      name: nameOf(one.names, one.group),
      recordId: one.id,
      recordVersion: one.version,
      fields: changedFields(shownTerms(target), {}),
      target,
    });
  }
  return { differences, problems };
}

function judge(
  given: readonly { row: FedDependency; target: DependencyTarget }[],
  kept: readonly DependencyTarget[],
): { problems: ProblemRow[]; spoilt: Set<string> } {
  const groups = new Map<string, { lines: number[]; targets: DependencyTarget[] }>();
  const enter = (target: DependencyTarget, line: number | null) => {
    const group = groups.get(groupOf(target)) ?? { lines: [], targets: [] };
    groups.set(groupOf(target), group);
    group.targets.push(target);
    if (line !== null) group.lines.push(line);
  };
  for (const { row, target } of given) enter(target, row.line);
  for (const target of kept) enter(target, null);
  const problems: ProblemRow[] = [];
  const spoilt = new Set<string>();
  for (const [key, { lines, targets }] of groups) {
    const [violation] = checkDependencies(targets.map(toRow));
    if (!violation) continue;
    spoilt.add(key);
    problems.push(...lines.map((line) => ({ noun: 'DEPENDENCY' as const, line, reason: violation.message })));
  }
  return { problems, spoilt };
}

/** A dependency as the rules of groups take it. */
function toRow({ consumer, provider, group, strength, minUp }: DependencyTarget) {
  return { consumerId: refKey(consumer), providerId: refKey(provider), group, strength, minUp };
}

function recordedTarget({
  consumerId,
  providerId,
  group,
  strength,
  minUp,
}: RecordedDependency): DependencyTarget {
  return { consumer: { id: consumerId }, provider: { id: providerId }, group, strength, minUp };
}

function keyOf({
  consumer,
  provider,
  group,
}: Pick<DependencyTarget, 'consumer' | 'provider' | 'group'>): string {
  return JSON.stringify([refKey(consumer), group, refKey(provider)]);
}

function groupOf({ consumer, provider, group }: DependencyTarget): string {
  return JSON.stringify(
    group === null ? [refKey(consumer), null, refKey(provider)] : [refKey(consumer), group],
  );
}

function shownTerms({ strength, group, minUp }: DependencyTarget) {
  return { strength, group, minUp: minUp && ('count' in minUp ? String(minUp.count) : `${minUp.percent}%`) };
}

function nameOf(names: { consumer: string; provider: string }, group: string | null): string {
  return `${names.consumer} needs ${names.provider}${group === null ? '' : ` in ${group}`}`;
}

function flat(record: object | null): Record<string, unknown> | null {
  if (record === null) return null;
  const { attributes, ...rest } = record as { attributes?: Record<string, unknown> };
  const named = Object.entries(attributes ?? {}).map(([name, value]) => [`attributes.${name}`, value]);
  const emptied = Object.entries(rest as Record<string, unknown>).map(([name, value]) => [
    name,
    Array.isArray(value) && value.length === 0 ? null : value,
  ]);
  return Object.fromEntries([...emptied, ...named]) as Record<string, unknown>;
}
