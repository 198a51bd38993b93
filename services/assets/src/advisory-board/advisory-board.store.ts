import { Records, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import { AdvisoryBoardEntity } from './advisory-board.entity.js';
import type { AdvisoryBoardFilter, AdvisoryBoardOrderField } from './advisory-board.types.js';

/** A board as the rest of the service knows it. */
export type AdvisoryBoardRecord = AdvisoryBoardEntity;

export type AdvisoryBoardListArguments = ListArguments<
  AdvisoryBoardFilter,
  keyof typeof AdvisoryBoardOrderField
>;

/** Boards, with their history and events. */
export const advisoryBoardRecords = new Records<AdvisoryBoardRecord>({
  entity: AdvisoryBoardEntity,
  noun: 'advisory board',
  eventNoun: 'advisory_board',
  eventData: ({ name, quorum, members, active }) => ({ name, quorum, members, active }),
});

const COLUMNS = `b.id, b.version, b.external_id as "externalId", b.source, b.name, b.description, b.quorum, b.members,
  b.active`;

/** How boards are listed. */
export const advisoryBoardList: ListDefinition<AdvisoryBoardFilter, keyof typeof AdvisoryBoardOrderField> = {
  columns: COLUMNS,
  from: 'advisory_board b',
  id: 'b.id',
  orders: { NAME: { sql: 'b.name', type: 'text' } },
  defaultOrder: { field: 'NAME', direction: 'ASC' },
  where: (filter, parameters) => [
    ...(filter.active == null ? [] : [`b.active = ${parameters.add(filter.active)}`]),
    ...(filter.personId
      ? [
          `b.members @> jsonb_build_array(jsonb_build_object('personId', ${parameters.add(filter.personId)}::text))`,
        ]
      : []),
    ...(filter.search ? [`b.name ilike ${parameters.addContaining(filter.search)}`] : []),
  ],
};

/** The board that is asked where no policy names one: the active one that was made first. */
export async function findDefaultBoard(session: Session): Promise<AdvisoryBoardRecord | null> {
  const [board] = await session.query<AdvisoryBoardRecord>(
    `select ${COLUMNS} from advisory_board b where b.active order by b.id limit 1`,
  );
  return board ?? null;
}
