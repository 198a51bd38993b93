import { listPage, type Page, type RequestContext } from '@plimsoll/shared';
import {
  agentList,
  agentRecords,
  findLoads,
  findTeamIds,
  type AgentListArguments,
  type AgentRecord,
} from './agent.store.js';

/** The agent with this id, or null where the caller sees none; batched a request. */
export function loadAgent(context: RequestContext, id: string): Promise<AgentRecord | null> {
  return context
    .loader<string, AgentRecord>('agent', (ids) => agentRecords.findInOrder(context.session, ids))
    .load(id);
}

/** The agent with this external id, or null where the caller sees none. */
export async function loadAgentByExternalId(
  context: RequestContext,
  source: string,
  externalId: string,
): Promise<AgentRecord | null> {
  const found = await agentRecords.findByExternalIds(context.session, source, [externalId]);
  return found.get(externalId) ?? null;
}

/** A page of the agents the caller sees. */
export function listAgents(context: RequestContext, args: AgentListArguments): Promise<Page<AgentRecord>> {
  return listPage(context.session, agentList, args);
}

/** How many open tickets that do not wait a person has; batched a request. */
export async function loadLoad(context: RequestContext, personId: string): Promise<number> {
  const load = await context
    .loader<string, number>('agent-load', async (ids) => {
      const found = await findLoads(context.session, ids);
      return ids.map((id) => found.get(id) ?? 0);
    })
    .load(personId);
  return load ?? 0;
}

/** The ids of the teams in which a person works, by name; batched a request. */
export async function loadTeamIds(context: RequestContext, personId: string): Promise<string[]> {
  const teamIds = await context
    .loader<string, string[]>('agent-teams', async (ids) => {
      const found = await findTeamIds(context.session, ids);
      return ids.map((id) => found.get(id) ?? []);
    })
    .load(personId);
  return teamIds ?? [];
}
