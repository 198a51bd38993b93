import { listPage, type Page, type RequestContext } from '@plimsoll/shared';
import {
  deployerRuleList,
  deployerRuleRecords,
  type DeployerRuleListArguments,
  type DeployerRuleRecord,
} from './deployer-rule.store.js';

/** The rule with this id, or null where the caller sees none; batched a request. */
export function loadDeployerRule(context: RequestContext, id: string): Promise<DeployerRuleRecord | null> {
  return context
    .loader<string, DeployerRuleRecord>('deployer-rule', (ids) =>
      deployerRuleRecords.findInOrder(context.session, ids),
    )
    .load(id);
}

/** A page of the rules the caller sees. */
export function listDeployerRules(
  context: RequestContext,
  args: DeployerRuleListArguments,
): Promise<Page<DeployerRuleRecord>> {
  return listPage(context.session, deployerRuleList, args);
}
