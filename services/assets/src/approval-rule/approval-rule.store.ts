import { Records, type Session } from '@plimsoll/shared';
import { ChangeApprovalRuleEntity } from './approval-rule.entity.js';

/** A rule of the policy as the rest of the service knows it. */
export type ApprovalRuleRecord = ChangeApprovalRuleEntity;

/** Rules of the approval policy on changes, with their history and events. */
export const approvalRuleRecords = new Records<ApprovalRuleRecord>({
  entity: ChangeApprovalRuleEntity,
  noun: 'approval rule',
  eventNoun: 'change_approval_rule',
  eventData: ({ id: _id, version: _version, externalId: _externalId, source: _source, ...rule }) => rule,
});

const COLUMNS = `r.id, r.version, r.external_id as "externalId", r.source, r.position, r.name, r.kinds,
  r.risk_score_from as "riskScoreFrom", r.headroom_seconds_below as "headroomSecondsBelow", r.role, r.approvals,
  r.board_id as "boardId", r.starts_first as "startsFirst", r.active`;

/** The rules in their order: those in force, or with `retired` all; one statement. */
export function findApprovalRules(session: Session, retired = false): Promise<ApprovalRuleRecord[]> {
  return session.query<ApprovalRuleRecord>(
    `select ${COLUMNS} from change_approval_rule r where r.active or $1 order by r.position, r.id`,
    [retired],
  );
}
