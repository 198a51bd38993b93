import { listPage, type Page, type RequestContext } from '@plimsoll/shared';
import {
  findLiveRuleSet,
  ruleSetList,
  ruleSetRecords,
  type RoutingRuleSetRecord,
  type RuleSetListArguments,
} from './routing-rule-set.store.js';

/** The set with this id, or null where the caller sees none; batched a request. */
export function loadRuleSet(context: RequestContext, id: string): Promise<RoutingRuleSetRecord | null> {
  return context
    .loader<string, RoutingRuleSetRecord>('routing-rule-set', (ids) =>
      ruleSetRecords.findInOrder(context.session, ids),
    )
    .load(id);
}

/** The set in force as far as the caller sees it. */
export function loadLiveRuleSet(context: RequestContext): Promise<RoutingRuleSetRecord | null> {
  return findLiveRuleSet(context.session);
}

/** A page of the sets the caller sees. */
export function listRuleSets(
  context: RequestContext,
  args: RuleSetListArguments,
): Promise<Page<RoutingRuleSetRecord>> {
  return listPage(context.session, ruleSetList, args);
}
