import { notFound, Records, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import type { Interval } from '@plimsoll/working-time';
import { findAgentsOfPeople } from '../agent/index.js';
import { OnCallOverrideEntity } from './on-call-override.entity.js';
import { OnCallRotationEntity } from './on-call-rotation.entity.js';
import { layersInForce } from './on-call-layer.rules.js';
import { onCallPersons, type LayerOverride } from './on-call-shift.rules.js';

/** A rotation as the rest of the service knows it. */
export type OnCallRotationRecord = OnCallRotationEntity;

/** An override as the rest of the service knows it. */
export type OnCallOverrideRecord = OnCallOverrideEntity;

/** Which rotations; all conditions must hold. */
export interface OnCallRotationFilter {
  active?: boolean | null;
  teamId?: string | null;
  personId?: string | null;
  search?: string | null;
}

export type OnCallRotationListArguments = ListArguments<OnCallRotationFilter, 'NAME'>;
export type OnCallOverrideListArguments = ListArguments<{ endsAfter?: Date | null }, 'FROM'>;

/** Rotations, with their history and events. */
export const onCallRotationRecords = new Records<OnCallRotationRecord>({
  entity: OnCallRotationEntity,
  noun: 'rotation',
  eventNoun: 'on_call_rotation',
  eventData: ({ name, teamId, timeZone, wantedHours, layers, active }) => ({
    name,
    teamId,
    timeZone,
    wantedHours,
    layers: layersInForce(layers),
    active,
  }),
});

/** Overrides, with their history and events. */
export const onCallOverrideRecords = new Records<OnCallOverrideRecord>({
  entity: OnCallOverrideEntity,
  noun: 'override',
  eventNoun: 'on_call_override',
  eventData: ({ rotationId, layer, personId, from, to, cancelledAt }) => ({
    rotationId,
    layer,
    personId,
    from,
    to,
    cancelledAt,
  }),
});

const ROTATION = `r.id, r.version, r.external_id as "externalId", r.source, r.name, r.team_id as "teamId",
  r.time_zone as "timeZone", r.wanted_hours as "wantedHours", r.layers, r.active`;

/** How rotations are listed. */
export const onCallRotationList: ListDefinition<OnCallRotationFilter, 'NAME'> = {
  columns: ROTATION,
  from: 'on_call_rotation r',
  id: 'r.id',
  orders: { NAME: { sql: 'r.name', type: 'text' } },
  defaultOrder: { field: 'NAME', direction: 'ASC' },
  where: (filter, parameters) => [
    ...(filter.active == null ? [] : [`r.active = ${parameters.add(filter.active)}`]),
    ...(filter.teamId ? [`r.team_id = ${parameters.add(filter.teamId)}`] : []),
    ...(filter.personId
      ? [
          `r.layers @> ${parameters.add(JSON.stringify([{ personIds: [filter.personId], inForceUntil: null }]))}::jsonb`,
        ]
      : []),
    ...(filter.search ? [`r.name ilike ${parameters.addContaining(filter.search)}`] : []),
  ],
  parents: { team: 'r.team_id' },
};

/** How overrides are listed. */
export const onCallOverrideList: ListDefinition<{ endsAfter?: Date | null }, 'FROM'> = {
  columns: `o.id, o.version, o.external_id as "externalId", o.source, o.rotation_id as "rotationId", o.layer,
    o.person_id as "personId", o.from_at as "from", o.to_at as "to", o.reason, o.cancelled_at as "cancelledAt"`,
  from: 'on_call_override o',
  id: 'o.id',
  orders: { FROM: { sql: 'o.from_at', type: 'timestamptz' } },
  defaultOrder: { field: 'FROM', direction: 'ASC' },
  where: (filter, parameters) =>
    filter.endsAfter ? [`o.to_at > ${parameters.add(filter.endsAfter)}::timestamptz`] : [],
  parents: { rotation: 'o.rotation_id' },
};

/** When an override ends: a cancelled one where it was cancelled. */
const ENDS = 'least(o.to_at, o.cancelled_at)';

/** The overrides of rotations that count at some instant of [from, to); one list a rotation, in order. One statement. */
export async function findOverrides(
  session: Session,
  rotationIds: readonly string[],
  from: Date,
  to: Date,
): Promise<LayerOverride[][]> {
  const rows = await session.query<
    Omit<LayerOverride, 'from' | 'to'> & { rotationId: string; from: Date; to: Date }
  >(
    `select o.id, o.rotation_id as "rotationId", o.layer, o.person_id as "personId", o.from_at as "from",
            ${ENDS} as "to" from on_call_override o
      where o.rotation_id = any($1::text[]) and o.to_at > $2 and o.from_at < $3
        and ${ENDS} > greatest(o.from_at, $2::timestamptz)`,
    [[...new Set(rotationIds)], from, to],
  );
  const byRotation = new Map<string, LayerOverride[]>(rotationIds.map((id) => [id, []]));
  for (const { rotationId, from: begin, to: end, ...one } of rows) {
    byRotation.get(rotationId)?.push({ ...one, from: begin.getTime(), to: end.getTime() });
  }
  return rotationIds.map((id) => byRotation.get(id) ?? []);
}

/** Rotations in use in which a person has a turn, or stands in for somebody at an instant or later; one statement. */
export function findRotationsOf(
  session: Session,
  personId: string,
  at: Date,
): Promise<OnCallRotationRecord[]> {
  return session.query<OnCallRotationRecord>(
    `select ${ROTATION} from on_call_rotation r
      where r.active and (r.layers @> $2::jsonb
        or r.id in (select o.rotation_id from on_call_override o where o.person_id = $1 and ${ENDS} > $3))
      order by r.name, r.id`,
    [personId, JSON.stringify([{ personIds: [personId] }]), at],
  );
}

/** When these people are away, by person, as far as their profiles say; one statement. */
export async function findAbsences(
  session: Session,
  personIds: readonly string[],
): Promise<Map<string, Interval[]>> {
  const agents = await findAgentsOfPeople(session, personIds);
  return new Map(
    [...agents].map(([id, { absences }]) => [
      id,
      absences.map(({ from, to }) => ({
        from: Date.parse(from),
        to: to === null ? Number.POSITIVE_INFINITY : Date.parse(to),
      })),
    ]),
  );
}

/** Locks a rotation until the transaction ends, so that overrides of it are made one after the other. */
export async function lockRotation(tx: Session, rotationId: string): Promise<void> {
  await tx.query('select id from on_call_rotation where id = $1 for update', [rotationId]);
}

/**
 * Who is on call by a rotation at an instant: person ids in the order of its layers, nobody twice; empty where
 * nobody is, and by one that is out of use. Two statements.
 *
 * @throws DomainError `NOT_FOUND` where the session's scope sees no such rotation
 */
export async function onCallAt(session: Session, rotationId: string, at: Date): Promise<string[]> {
  const rotation = (await onCallRotationRecords.findByIds(session, [rotationId])).get(rotationId);
  if (!rotation) throw notFound('rotation', rotationId, ['rotationId']);
  if (!rotation.active) return [];
  const [overrides = []] = await findOverrides(session, [rotationId], at, new Date(at.getTime() + 1));
  return onCallPersons(rotation.layers, overrides, at.getTime());
}
