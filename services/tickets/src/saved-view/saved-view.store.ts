import { Records, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import { SavedViewEntity } from './saved-view.entity.js';

/** A saved view as the rest of the service knows it. */
export type SavedViewRecord = SavedViewEntity;

/** Saved views, with their history and events. */
export const savedViewRecords = new Records<SavedViewRecord>({
  entity: SavedViewEntity,
  noun: 'saved view',
  eventNoun: 'saved_view',
  eventData: ({ ownerId, teamId }) => ({ ownerId, teamId }),
});

/** What may be asked of the list of saved views. */
export type SavedViewListArguments = ListArguments<{ teamId?: string | null }, 'NAME' | 'CREATED_AT'>;

/** How the views are listed that a person owns or shares by a team. */
export function savedViewList(
  personId: string,
): ListDefinition<{ teamId?: string | null }, 'NAME' | 'CREATED_AT'> {
  return {
    columns: `v.id, v.version, v.external_id as "externalId", v.source, v.name, v.owner_id as "ownerId",
      v.team_id as "teamId", v.filter, v.order_field as "orderField", v.order_direction as "orderDirection",
      v.created_at as "createdAt"`,
    from: 'saved_view v',
    id: 'v.id',
    orders: {
      NAME: { sql: 'v.name', type: 'text' },
      CREATED_AT: { sql: 'v.created_at', type: 'timestamptz' },
    },
    defaultOrder: { field: 'NAME', direction: 'ASC' },
    where: (filter, parameters) => {
      const person = parameters.add(personId);
      return [
        `(v.owner_id = ${person} or v.team_id in (select t.id from team t where ${person} = any(t.member_ids)))`,
        ...(filter.teamId == null ? [] : [`v.team_id = ${parameters.add(filter.teamId)}`]),
      ];
    },
  };
}

/** The teams of a person. */
export async function findTeamsOf(session: Session, personId: string): Promise<string[]> {
  const rows = await session.query<{ id: string }>(
    'select t.id from team t where $1 = any(t.member_ids) order by t.id',
    [personId],
  );
  return rows.map(({ id }) => id);
}

/** Removes a view at the version the caller has read; whether it was there. */
export async function deleteSavedView(tx: Session, id: string): Promise<void> {
  await tx.query('delete from saved_view where id = $1', [id]);
}
