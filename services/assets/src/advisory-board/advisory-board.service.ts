import {
  authorize,
  authorOf,
  checkText,
  createOnce,
  violatedConstraint,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { requirePersons } from '../account/index.js';
import { boardExists } from './advisory-board.errors.js';
import { checkBoard } from './advisory-board.rules.js';
import { advisoryBoardRecords, type AdvisoryBoardRecord } from './advisory-board.store.js';
import type { CreateAdvisoryBoardInput, UpdateAdvisoryBoardInput } from './advisory-board.types.js';

const LONGEST_TEXT = 2_000;

/** Makes a board. Roles: admin, manager. */
export function createAdvisoryBoard(
  context: RequestContext,
  input: CreateAdvisoryBoardInput,
): Promise<AdvisoryBoardRecord> {
  authorize(context, 'admin', 'manager');
  return keepingNamesApart(input.name, () =>
    createOnce(context, advisoryBoardRecords, {
      prefix: 'cab',
      mutation: 'createAdvisoryBoard',
      input,
      values: async (tx) => {
        const members = await checkMembers(tx, input.members, input.quorum);
        return {
          name: checkText(input.name, 'name'),
          description: descriptionOf(input.description),
          quorum: input.quorum,
          members,
          active: true,
        };
      },
    }),
  );
}

/** Edits a board. Roles: admin, manager. */
export function updateAdvisoryBoard(
  context: RequestContext,
  input: UpdateAdvisoryBoardInput,
): Promise<AdvisoryBoardRecord> {
  authorize(context, 'admin', 'manager');
  return keepingNamesApart(input.name ?? '', () =>
    context.session.transaction((tx) =>
      advisoryBoardRecords.update(tx, authorOf(context), input.id, input.expectedVersion, async (current) => {
        const quorum = input.quorum ?? current.quorum;
        return {
          ...(input.name == null ? {} : { name: checkText(input.name, 'name') }),
          ...(input.description === undefined ? {} : { description: descriptionOf(input.description) }),
          quorum,
          members: await checkMembers(tx, input.members ?? current.members, quorum),
          ...(input.active == null ? {} : { active: input.active }),
        };
      }),
    ),
  );
}

function descriptionOf(given: string | null | undefined): string | null {
  return given ? checkText(given, 'description', LONGEST_TEXT) : null;
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

async function keepingNamesApart<Result>(name: string, fn: () => Promise<Result>): Promise<Result> {
  try {
    return await fn();
  } catch (error) {
    throw violatedConstraint(error) === 'advisory_board_name_key' ? boardExists(name.trim()) : error;
  }
}
