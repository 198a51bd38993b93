import { invalid } from '@plimsoll/shared';

export type BoardRoleName = 'CHAIR' | 'MEMBER';

/** A seat on a board. */
export interface BoardMember {
  personId: string;
  role: BoardRoleName;
}

const MOST_MEMBERS = 50;

/**
 * A board has 1 to 50 members, each once, one chair at the most, and a quorum that they can reach.
 *
 * @throws DomainError `INVALID` naming the field
 */
export function checkBoard(members: readonly BoardMember[], quorum: number): void {
  if (members.length < 1 || members.length > MOST_MEMBERS) {
    throw invalid(`A board has 1 to ${MOST_MEMBERS} members.`, ['members']);
  }
  if (new Set(members.map(({ personId }) => personId)).size < members.length) {
    throw invalid('A person has one seat on a board.', ['members']);
  }
  if (members.filter(({ role }) => role === 'CHAIR').length > 1) {
    throw invalid('A board has one chair.', ['members']);
  }
  if (!Number.isInteger(quorum) || quorum < 1 || quorum > members.length) {
    throw invalid(`The quorum of ${members.length} members is a whole number from 1 to ${members.length}.`, [
      'quorum',
    ]);
  }
}
