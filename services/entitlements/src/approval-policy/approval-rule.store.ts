import { canonicalDecimal, Records, type Session } from '@plimsoll/shared';
import { ApprovalRuleEntity } from './approval-rule.entity.js';

/** A rule of the approval policy as the rest of the service knows it. */
export type ApprovalRuleRecord = ApprovalRuleEntity;

/** The rules of the approval policy, with their history and events. */
export const approvalRules = new Records<ApprovalRuleRecord>({
  entity: ApprovalRuleEntity,
  noun: 'approval rule',
  eventNoun: 'approval_rule',
  eventData: ({ tier, monthlyTotalFrom, currency, approvals }) => ({
    tier,
    monthlyTotalFrom,
    currency,
    approvals,
  }),
});

const COLUMNS = `p.id, p.version, p.external_id as "externalId", p.source, p.tier,
  p.monthly_total_from as "monthlyTotalFrom", p.currency, p.approvals`;

/** All rules, by tier and amount; one statement. */
export async function findApprovalRules(session: Session): Promise<ApprovalRuleRecord[]> {
  const rows = await session.query<ApprovalRuleRecord>(
    `select ${COLUMNS} from approval_policy p order by p.tier, p.monthly_total_from, p.currency nulls first`,
  );
  return rows.map((row) => ({ ...row, monthlyTotalFrom: canonicalDecimal(row.monthlyTotalFrom) }));
}

/** The rule for orders of a tier from an amount in a currency on, locked until the transaction ends; or null. */
export async function lockApprovalRule(
  tx: Session,
  tier: number,
  monthlyTotalFrom: string,
  currency: string | null,
): Promise<ApprovalRuleRecord | null> {
  const [row] = await tx.query<ApprovalRuleRecord>(
    `select ${COLUMNS} from approval_policy p
      where p.tier = $1 and p.monthly_total_from = $2 and p.currency is not distinct from $3 for update`,
    [tier, monthlyTotalFrom, currency],
  );
  return row ?? null;
}
