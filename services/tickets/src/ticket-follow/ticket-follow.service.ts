import { enqueue, type RequestContext, type Session } from '@plimsoll/shared';
import { takeTurn } from '../ticket-event/index.js';
import {
  DESK_ROLES,
  optionalText,
  takeSteps,
  takeStepsBySystem,
  type Decision,
  type StepAuthor,
  type StepResult,
} from '../ticket-step/index.js';
import { statusAfter, ticketRecords, type TicketRecord } from '../ticket/index.js';
import { checkFollowable, checkFollower, fateOf, FollowersChoice } from './ticket-follow.rules.js';
import { findAncestors, findFollowers } from './ticket-follow.store.js';
import type { FollowTicketInput, UnfollowTicketInput } from './ticket-follow.types.js';

/** The job that goes on with the followers of a resolved ticket that were too many at once. */
export const SETTLE_FOLLOWERS = 'settle_followers';

const AT_ONCE = 500;

/** Lets tickets follow an incident or a problem. Roles: admin, agent, operator, manager. */
export function followTicket(context: RequestContext, input: FollowTicketInput): Promise<StepResult[]> {
  let ancestors: ReadonlySet<string> = new Set();
  return takeSteps(
    context,
    DESK_ROLES,
    input,
    (ticket): Decision => {
      checkFollower(ticket, input.parentId, ancestors);
      return {
        changes: {
          status: statusAfter(ticket.status, { type: 'FOLLOWED' }),
          parentId: input.parentId,
        },
        events: [
          {
            type: 'FOLLOWED',
            from: ticket.parentId,
            to: input.parentId,
            text: optionalText(input.reason, 'reason'),
          },
        ],
      };
    },
    async (tx) => {
      await holdParent(tx, input.parentId);
      ancestors = await findAncestors(tx, input.parentId);
    },
  );
}

/** Holds what is to be followed, so that it is not resolved meanwhile. */
async function holdParent(tx: Session, parentId: string): Promise<void> {
  await tx.query('select id from ticket where id = $1 for update', [parentId]);
  checkFollowable(await ticketRecords.require(tx, parentId, ['parentId']));
}

/** Lets tickets follow nothing. Roles: admin, agent, operator, manager. */
export function unfollowTicket(context: RequestContext, input: UnfollowTicketInput): Promise<StepResult[]> {
  return takeSteps(context, DESK_ROLES, input, (ticket) => ({
    changes: { status: statusAfter(ticket.status, { type: 'FOLLOWED' }), parentId: null },
    events:
      ticket.parentId === null
        ? []
        : [{ type: 'UNFOLLOWED', from: ticket.parentId, text: optionalText(input.reason, 'reason') }],
  }));
}

/** Takes its turn where a step of this ticket touches those that follow it. */
export async function takeTurnWithFollowers(tx: Session, ticketId: string): Promise<void> {
  if ((await findFollowers(tx, ticketId, '', 1)).length > 0) await takeTurn(tx);
}

/**
 * Does with the followers of a ticket that is being resolved what was chosen; the first 500 at once, the others by jobs
 * that the same transaction enqueues.
 */
export async function settleFollowers(
  tx: Session,
  author: StepAuthor,
  parent: { id: string },
  input: { followers?: FollowersChoice; text?: string | null; followersText?: string | null },
  now: Date,
): Promise<void> {
  const text = optionalText(input.followersText, 'followersText') ?? input.text ?? null;
  const choice = input.followers ?? FollowersChoice.LEAVE;
  await settleSome(tx, author, { parentId: parent.id, choice, text, afterId: '' }, now);
}

/** What the job has to know. */
interface Settling {
  parentId: string;
  choice: FollowersChoice;
  text: string | null;
  /** Those up to this id are settled. */
  afterId: string;
}

async function settleSome(tx: Session, author: StepAuthor, settling: Settling, now: Date): Promise<void> {
  const { parentId, choice, text, afterId } = settling;
  const ids = await findFollowers(tx, parentId, afterId, AT_ONCE);
  if (ids.length === 0) return;
  await takeStepsBySystem(tx, author, ids, now, (ticket): Decision | null => {
    const fate = ticket.parentId === parentId ? fateOf(ticket, choice) : null;
    return fate && settled(ticket, fate, text, now);
  });
  if (ids.length < AT_ONCE) return;
  const { actorId } = author;
  await enqueue(tx, SETTLE_FOLLOWERS, { ...settling, afterId: ids.at(-1) ?? '', actorId });
}

function settled(
  ticket: TicketRecord,
  { type, status }: NonNullable<ReturnType<typeof fateOf>>,
  text: string | null,
  now: Date,
): Decision {
  const isTold = type !== 'PROBLEM_SOLVED';
  return {
    changes: { status, ...(type === 'RESOLVED' ? { resolvedAt: now } : {}) },
    events: [{ type, from: ticket.status, to: status, text: isTold ? text : null, isPublic: true }],
  };
}

/** Goes on with the followers of a resolved ticket; nothing is done once it was reopened. In a transaction of the job. */
export async function goOnSettling(tx: Session, payload: Record<string, unknown>, now: Date): Promise<void> {
  const settling = payload as unknown as Settling & { actorId: string | null };
  await takeTurn(tx);
  const parent = await ticketRecords.require(tx, settling.parentId, []);
  if (parent.resolvedAt === null) return;
  const { actorId, ...rest } = settling;
  await settleSome(tx, { actorId }, rest, now);
}
