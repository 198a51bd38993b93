import { invalid } from '@plimsoll/shared';
import type { PolicyRule } from './approval-policy.rules.js';

const MOST_APPROVALS = 10;
const HIGHEST_RISK = 100;

/**
 * A rule asks a role or a board, not both; its numbers are in their bounds; only emergencies begin first.
 *
 * @throws DomainError `INVALID` naming the field
 */
export function checkRule(rule: Omit<PolicyRule, 'name'> & { position: number }): void {
  const { position, approvals, riskScoreFrom, kinds } = rule;
  if (!Number.isInteger(position) || position < 1) {
    throw invalid('`position` is a whole number from 1.', ['position']);
  }
  if (!Number.isInteger(approvals) || approvals < 1 || approvals > MOST_APPROVALS) {
    throw invalid(`\`approvals\` is a whole number from 1 to ${MOST_APPROVALS}.`, ['approvals']);
  }
  if (riskScoreFrom !== null && !(riskScoreFrom >= 0 && riskScoreFrom <= HIGHEST_RISK)) {
    throw invalid(`A risk score lies from 0 to ${HIGHEST_RISK}.`, ['riskScoreFrom']);
  }
  if (rule.role !== null && rule.boardId !== null) {
    throw invalid('A rule asks a role or a board; write another rule for the other.', ['boardId']);
  }
  if (rule.startsFirst && !(kinds.length === 1 && kinds[0] === 'EMERGENCY')) {
    throw invalid('Only emergencies begin first: let the rule be about the kind EMERGENCY alone.', [
      'startsFirst',
    ]);
  }
}
