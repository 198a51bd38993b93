import { Records, type Session } from '@plimsoll/shared';
import { BoardDelegationEntity } from './board-delegation.entity.js';

/** A delegation as the rest of the service knows it. */
export type BoardDelegationRecord = BoardDelegationEntity;

/** Delegations, with their history and events. */
export const boardDelegationRecords = new Records<BoardDelegationRecord>({
  entity: BoardDelegationEntity,
  noun: 'delegation',
  eventNoun: 'board_delegation',
  eventData: ({ boardId, memberId, delegateId, validFrom, validTo, revokedAt }) => ({
    boardId,
    memberId,
    delegateId,
    validFrom,
    validTo,
    revokedAt,
  }),
});

const COLUMNS = `d.id, d.version, d.external_id as "externalId", d.source, d.board_id as "boardId",
  d.member_id as "memberId", d.delegate_id as "delegateId", d.valid_from as "validFrom", d.valid_to as "validTo",
  d.reason, d.revoked_at as "revokedAt"`;

/** The delegations of boards that are in force at an instant; one statement. */
export function findDelegations(
  session: Session,
  boardIds: readonly string[],
  at: Date,
): Promise<BoardDelegationRecord[]> {
  return session.query<BoardDelegationRecord>(
    `select ${COLUMNS} from board_delegation d
      where d.board_id = any($1::text[]) and d.revoked_at is null and d.valid_from <= $2 and d.valid_to > $2
      order by d.id`,
    [boardIds, at],
  );
}

/** The delegations of boards that are in force at an instant or later, the earliest first; one statement. */
export function findComingDelegations(
  session: Session,
  boardIds: readonly string[],
  at: Date,
): Promise<BoardDelegationRecord[]> {
  return session.query<BoardDelegationRecord>(
    `select ${COLUMNS} from board_delegation d
      where d.board_id = any($1::text[]) and d.revoked_at is null and d.valid_to > $2
      order by d.valid_from, d.id`,
    [boardIds, at],
  );
}
