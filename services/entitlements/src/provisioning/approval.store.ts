import type { ListDefinition, Session } from '@plimsoll/shared';
import { requestList } from '../provisioning-request/index.js';

/** What somebody has said of a request that awaits approval. */
export interface ApprovalRecord {
  requestId: string;
  /** A person's id, else a caller's subject. */
  person: string;
  verdict: 'APPROVED' | 'REJECTED';
  comment: string | null;
  at: Date;
}

/** What has been said of each request, the earliest first, by request; one statement. Staff only. */
export async function findApprovals(
  session: Session,
  requestIds: readonly string[],
): Promise<Map<string, ApprovalRecord[]>> {
  const rows = await session.query<ApprovalRecord>(
    `select request_id as "requestId", person, verdict, comment, at from provisioning_approval
      where request_id = any($1::text[]) order by request_id, at, person`,
    [[...requestIds]],
  );
  const byRequest = new Map(requestIds.map((id) => [id, [] as ApprovalRecord[]]));
  for (const row of rows) byRequest.get(row.requestId)?.push(row);
  return byRequest;
}

/** Records what somebody says; answers false where that person has spoken before. */
export async function storeApproval(tx: Session, approval: ApprovalRecord): Promise<boolean> {
  const rows = await tx.query(
    `insert into provisioning_approval (request_id, person, verdict, comment, at) values ($1, $2, $3, $4, $5)
     on conflict do nothing returning person`,
    [approval.requestId, approval.person, approval.verdict, approval.comment, approval.at],
  );
  return rows.length > 0;
}

/** How the requests are listed that somebody may decide about: placed by others, and not decided by that person yet. */
export const owedList: ListDefinition<{ person: string }, 'REQUESTED_AT'> = {
  ...requestList,
  where: ({ person }, parameters) => {
    const who = parameters.add(person);
    return [
      `r.status = 'AWAITING_APPROVAL'`,
      `r.requested_by is distinct from ${who}`,
      `not exists (select from provisioning_approval a where a.request_id = r.id and a.person = ${who})`,
    ];
  },
  defaultOrder: { field: 'REQUESTED_AT', direction: 'ASC' },
};
