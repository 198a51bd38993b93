import { listByParent, listPage, type Page, type RequestContext, type Session } from '@plimsoll/shared';
import type { Interval } from '@plimsoll/working-time';
import {
  findAbsences,
  findOverrides,
  findRotationsOf,
  onCallOverrideList,
  onCallOverrideRecords,
  onCallRotationList,
  onCallRotationRecords,
  type OnCallOverrideListArguments,
  type OnCallOverrideRecord,
  type OnCallRotationListArguments,
  type OnCallRotationRecord,
} from './on-call-rotation.store.js';
import { onCallUntil, type LayerOverride } from './on-call-shift.rules.js';

/** How far ahead the end of a shift is looked for. */
export const LOOK_AHEAD_MS = 32 * 86_400_000;

/** The rotation with this id, or null where the caller sees none; batched a request. */
export function loadOnCallRotation(
  context: RequestContext,
  id: string,
): Promise<OnCallRotationRecord | null> {
  return context
    .loader<string, OnCallRotationRecord>('on-call rotation', (ids) =>
      onCallRotationRecords.findInOrder(context.session, ids),
    )
    .load(id);
}

/** The rotation with this external id, or null where the caller sees none. */
export async function loadOnCallRotationByExternalId(
  context: RequestContext,
  source: string,
  externalId: string,
): Promise<OnCallRotationRecord | null> {
  const found = await onCallRotationRecords.findByExternalIds(context.session, source, [externalId]);
  return found.get(externalId) ?? null;
}

/** A page of the rotations the caller sees. */
export function listOnCallRotations(
  context: RequestContext,
  args: OnCallRotationListArguments,
): Promise<Page<OnCallRotationRecord>> {
  return listPage(context.session, onCallRotationList, args);
}

/** The override with this id, or null where the caller sees none; batched a request. */
export function loadOnCallOverride(
  context: RequestContext,
  id: string,
): Promise<OnCallOverrideRecord | null> {
  return context
    .loader<string, OnCallOverrideRecord>('on-call override', (ids) =>
      onCallOverrideRecords.findInOrder(context.session, ids),
    )
    .load(id);
}

/** A page of the overrides of a rotation; one statement for all rotations of the request. */
export function loadOverridePage(
  context: RequestContext,
  rotationId: string,
  args: OnCallOverrideListArguments,
): Promise<Page<OnCallOverrideRecord> | null> {
  return context
    .loader<string, Page<OnCallOverrideRecord>>(`on-call overrides:${JSON.stringify(args)}`, (ids) =>
      listByParent(context.session, onCallOverrideList, 'rotation', ids, args),
    )
    .load(rotationId);
}

/** The overrides of a rotation that count within [from, to); one statement for all rotations of the request. */
export async function loadOverridesBetween(
  context: RequestContext,
  rotationId: string,
  from: Date,
  to: Date,
): Promise<LayerOverride[]> {
  const found = await context
    .loader<string, LayerOverride[]>(`overrides between:${from.getTime()} ${to.getTime()}`, (ids) =>
      findOverrides(context.session, ids, from, to),
    )
    .load(rotationId);
  return found ?? [];
}

/** When these people are away, by person; batched a request. */
export async function loadAbsences(
  context: RequestContext,
  personIds: readonly string[],
): Promise<Map<string, Interval[]>> {
  const loader = context.loader<string, Interval[]>('on-call absences', async (ids) => {
    const found = await findAbsences(context.session, ids);
    return ids.map((id) => found.get(id) ?? []);
  });
  const found = await Promise.all(personIds.map((id) => loader.load(id)));
  return new Map(personIds.map((id, index) => [id, found[index] ?? []]));
}

/**
 * By which rotations a person is on call at an instant, in order of name, and until when without a break: null where
 * that is more than 32 days ahead. Two statements.
 */
export async function rotationsOf(
  session: Session,
  personId: string,
  at: Date,
): Promise<{ rotationId: string; name: string; until: Date | null }[]> {
  const rotations = await findRotationsOf(session, personId, at);
  const overrides = await findOverrides(
    session,
    rotations.map(({ id }) => id),
    at,
    new Date(at.getTime() + LOOK_AHEAD_MS),
  );
  return rotations.flatMap(({ id, name, layers }, index) => {
    const until = onCallUntil(layers, overrides[index] ?? [], personId, at.getTime());
    if (until === undefined) return [];
    return [{ rotationId: id, name, until: until === null ? null : new Date(until) }];
  });
}
