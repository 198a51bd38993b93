import { listByParent, listPage, type Page, type RequestContext } from '@plimsoll/shared';
import {
  opportunityList,
  opportunityRecords,
  type OpportunityListArguments,
  type OpportunityRecord,
} from './opportunity.store.js';

/** The opportunity with this id, or null where the caller sees none; batched a request. */
export function loadOpportunity(context: RequestContext, id: string): Promise<OpportunityRecord | null> {
  return context
    .loader<string, OpportunityRecord>('opportunity', (ids) =>
      opportunityRecords.findInOrder(context.session, ids),
    )
    .load(id);
}

/** The opportunity with this external id, or null where the caller sees none. */
export async function loadOpportunityByExternalId(
  context: RequestContext,
  source: string,
  externalId: string,
): Promise<OpportunityRecord | null> {
  const found = await opportunityRecords.findByExternalIds(context.session, source, [externalId]);
  return found.get(externalId) ?? null;
}

/** A page of the opportunities the caller sees. */
export function listOpportunities(
  context: RequestContext,
  args: OpportunityListArguments,
): Promise<Page<OpportunityRecord>> {
  return listPage(context.session, opportunityList, args);
}

/** A page of the opportunities of a customer, or of an owner; batched a request. */
export function listOpportunitiesOf(
  context: RequestContext,
  parent: 'customer' | 'owner',
  parentId: string,
  args: OpportunityListArguments,
): Promise<Page<OpportunityRecord> | null> {
  return context
    .loader<string, Page<OpportunityRecord>>(`opportunities of ${parent}: ${JSON.stringify(args)}`, (ids) =>
      listByParent(context.session, opportunityList, parent, ids, args),
    )
    .load(parentId);
}
