import type { Session } from '@plimsoll/shared';
import type { ChangePolicy, PolicyRule } from '../approval-rule/index.js';
import type { Approval } from './approval.rules.js';

/** What somebody decided about a change, as it was submitted then. */
export interface ApprovalRecord extends Approval {
  id: string;
  changeId: string;
  /** The version the change had when it went into review: decisions about an older one are void. */
  submittedVersion: number;
  /** The version of the change that was decided about. */
  changeVersion: number;
  comment: string | null;
  at: Date;
}

/** The decisions about changes, of all times, the earliest first; one statement. */
export function findApprovals(session: Session, changeIds: readonly string[]): Promise<ApprovalRecord[]> {
  return session.query<ApprovalRecord>(
    `select a.id, a.change_id as "changeId", a.submitted_version as "submittedVersion",
        a.change_version as "changeVersion", a.by_id as "byId", a.decision, a.comment, a.decided_at as at, a.roles,
        coalesce((select jsonb_agg(jsonb_build_object('boardId', s.board_id, 'memberId', s.member_id)
                                   order by s.board_id)
                    from change_approval_seat s where s.approval_id = a.id), '[]') as seats
       from change_approval a where a.change_id = any($1::text[])
      order by a.decided_at, a.id`,
    [changeIds],
  );
}

/** Stores a decision with the seats it was made for. */
export async function addApproval(tx: Session, approval: ApprovalRecord): Promise<void> {
  const { id, changeId, submittedVersion, changeVersion, byId, decision, comment, at, roles, seats } =
    approval;
  await tx.query(
    `insert into change_approval
       (id, change_id, submitted_version, change_version, by_id, decision, comment, decided_at, roles)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [id, changeId, submittedVersion, changeVersion, byId, decision, comment, at, roles],
  );
  if (seats.length === 0) return;
  await tx.query(
    `insert into change_approval_seat (approval_id, change_id, submitted_version, board_id, member_id)
     select $1, $2, $3, seat.board_id, seat.member_id
       from unnest($4::text[], $5::text[]) as seat(board_id, member_id)`,
    [
      id,
      changeId,
      submittedVersion,
      seats.map(({ boardId }) => boardId),
      seats.map(({ memberId }) => memberId),
    ],
  );
}

/** The rules in force when a change was agreed on or begun, with what they asked for. */
export interface SettledPolicy {
  submittedVersion: number;
  rules: PolicyRule[];
  policy: ChangePolicy;
}

/** What was in force when changes were agreed on, or begun; by change. */
export async function findSettledPolicies(
  session: Session,
  changeIds: readonly string[],
): Promise<Map<string, SettledPolicy>> {
  const rows = await session.query<SettledPolicy & { id: string }>(
    `select change_id as id, submitted_version as "submittedVersion", rules, policy
       from settled_approval_policy where change_id = any($1::text[])`,
    [changeIds],
  );
  return new Map(rows.map(({ id, ...settled }) => [id, settled]));
}

/** Keeps what is in force for a change as it was submitted; in place of what was kept before. */
export async function settlePolicy(
  tx: Session,
  changeId: string,
  { submittedVersion, rules, policy }: SettledPolicy,
  now: Date,
): Promise<void> {
  await tx.query(
    `insert into settled_approval_policy (change_id, submitted_version, rules, policy, settled_at)
     values ($1, $2, $3, $4, $5)
     on conflict (change_id) do update set submitted_version = excluded.submitted_version, rules = excluded.rules,
       policy = excluded.policy, settled_at = excluded.settled_at`,
    [changeId, submittedVersion, JSON.stringify(rules), JSON.stringify(policy), now],
  );
}

/**
 * The changes that were submitted and are not over, or began first, in the order of their windows; one statement. What
 * came approved owes nothing.
 */
export async function findSubmittedIds(session: Session): Promise<string[]> {
  const rows = await session.query<{ id: string }>(
    `select c.id from change c left join settled_approval_policy p
         on p.change_id = c.id and p.submitted_version = c.submitted_version
      where c.status = 'IN_REVIEW'
         or c.submitted_version is not null
            and (c.status in ('APPROVED', 'SCHEDULED', 'IN_PROGRESS')
                 or c.status = 'COMPLETED' and (p.policy ->> 'startsFirst')::boolean)
      order by c.window_from, c.id`,
  );
  return rows.map(({ id }) => id);
}
