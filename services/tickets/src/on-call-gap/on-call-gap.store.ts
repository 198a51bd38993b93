import { Records, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import { OnCallGapEntity } from './on-call-gap.entity.js';

/** A gap as the rest of the service knows it. */
export type OnCallGapRecord = OnCallGapEntity;

/** Which gaps; all conditions must hold. */
export interface OnCallGapFilter {
  rotationId?: string | null;
  open?: boolean | null;
  endsAfter?: Date | null;
}

export type OnCallGapListArguments = ListArguments<OnCallGapFilter, 'FROM'>;

/** Gaps, with their history and events. */
export const onCallGapRecords = new Records<OnCallGapRecord>({
  entity: OnCallGapEntity,
  noun: 'gap',
  eventNoun: 'on_call_gap',
  eventData: ({ rotationId, from, to, foundAt, closedAt }) => ({ rotationId, from, to, foundAt, closedAt }),
  verbs: { created: 'found', updated: 'changed' },
});

const COLUMNS = `g.id, g.version, g.external_id as "externalId", g.source, g.rotation_id as "rotationId",
  g.from_at as "from", g.to_at as "to", g.found_at as "foundAt", g.closed_at as "closedAt"`;

/** How gaps are listed. */
export const onCallGapList: ListDefinition<OnCallGapFilter, 'FROM'> = {
  columns: COLUMNS,
  from: 'on_call_gap g',
  id: 'g.id',
  orders: { FROM: { sql: 'g.from_at', type: 'timestamptz' } },
  defaultOrder: { field: 'FROM', direction: 'ASC' },
  where: (filter, parameters) => [
    ...(filter.rotationId ? [`g.rotation_id = ${parameters.add(filter.rotationId)}`] : []),
    ...(filter.open == null ? [] : [filter.open ? 'g.closed_at is null' : 'g.closed_at is not null']),
    ...(filter.endsAfter ? [`g.to_at > ${parameters.add(filter.endsAfter)}::timestamptz`] : []),
  ],
};

/** The gaps of a rotation that are neither closed nor over at an instant; one statement. */
export function findOpenGaps(session: Session, rotationId: string, at: Date): Promise<OnCallGapRecord[]> {
  return session.query<OnCallGapRecord>(
    `select ${COLUMNS} from on_call_gap g
      where g.rotation_id = $1 and g.closed_at is null and g.to_at > $2 order by g.from_at, g.id`,
    [rotationId, at],
  );
}

/** The rotations that are in use, or have a gap on record that is neither closed nor over. */
export async function findReviewedRotations(session: Session, at: Date): Promise<string[]> {
  const rows = await session.query<{ id: string }>(
    `select r.id from on_call_rotation r
      where r.active
         or exists (select 1 from on_call_gap g where g.rotation_id = r.id and g.closed_at is null and g.to_at > $1)
      order by r.id`,
    [at],
  );
  return rows.map(({ id }) => id);
}
