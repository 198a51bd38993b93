import {
  authorize,
  authorOf,
  checkText,
  createOnce,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { requirePersons } from '../account/index.js';
import { boardExists } from './advisory-board.errors.js';
import { checkBoard } from './advisory-board.rules.js';
import { advisoryBoardRecords, findBoardByName, type AdvisoryBoardRecord } from './advisory-board.store.js';
import type { CreateAdvisoryBoardInput, UpdateAdvisoryBoardInput } from './advisory-board.types.js';

const LONGEST_TEXT = 2_000;

/** Makes a board. Roles: admin, manager. */
export async function createAdvisoryBoard(
  context: RequestContext,
  input: CreateAdvisoryBoardInput,
): Promise<AdvisoryBoardRecord> {
  authorize(context, 'admin', 'manager');
  return createOnce(context, advisoryBoardRecords, {
    prefix: 'cab',
    mutation: 'createAdvisoryBoard',
    input,
    values: async (tx) => {
      const members = await checkMembers(tx, input.members, input.quorum);
      return {
        name: await freeName(tx, input.name, null),
        description: input.description ? checkText(input.description, 'description', LONGEST_TEXT) : null,
        quorum: input.quorum,
        members,
        active: true,
      };
    },
  });
}

/** Edits a board. Roles: admin, manager. */
export async function updateAdvisoryBoard(
  context: RequestContext,
  input: UpdateAdvisoryBoardInput,
): Promise<AdvisoryBoardRecord> {
  authorize(context, 'admin', 'manager');
  return context.session.transaction((tx) =>
    advisoryBoardRecords.update(tx, authorOf(context), input.id, input.expectedVersion, async (current) => {
      const quorum = input.quorum ?? current.quorum;
      return {
        ...(input.name == null ? {} : { name: await freeName(tx, input.name, current.id) }),
        description: input.description
          ? checkText(input.description, 'description', LONGEST_TEXT)
          : input.description && null,
        quorum,
        members: await checkMembers(tx, input.members ?? current.members, quorum),
        ...(input.active == null ? {} : { active: input.active }),
      };
    }),
  );
}

async function checkMembers(
  tx: Session,
  given: AdvisoryBoardRecord['members'],
  quorum: number,
): Promise<AdvisoryBoardRecord['members']> {
  checkBoard(given, quorum);
  const members = given.map(({ personId, role }) => ({ personId, role }));
  await requirePersons(
    tx,
    members.map(({ personId }) => personId),
    ['members'],
  );
  return members;
}

async function freeName(tx: Session, given: string, ownId: string | null): Promise<string> {
  const name = checkText(given, 'name');
  const other = await findBoardByName(tx, name);
  if (other !== null && other !== ownId) throw boardExists(name);
  return name;
}
