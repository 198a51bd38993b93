import {
  ConnectionArgs,
  ExternalIdArgs,
  ImportInput,
  ImportReport,
  payload,
  toConnection,
  type RequestContext,
} from '@plimsoll/shared';
import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { loadSkill, Skill } from '../skill/index.js';
import { Team, teamLoaders } from '../team/index.js';
import { isAway } from './agent.rules.js';
import { listAgents, loadAgent, loadAgentByExternalId, loadLoad, loadTeamIds } from './agent.loader.js';
import { createAgent, importAgents, setAbsences, updateAgent } from './agent.service.js';
import type { AgentRecord } from './agent.store.js';
import {
  Agent,
  AgentConnection,
  AgentPayload,
  AgentsArgs,
  AgentSkill,
  CreateAgentInput,
  SetAbsencesInput,
  UpdateAgentInput,
} from './agent.types.js';

@Resolver(() => AgentSkill)
export class AgentSkillResolver {
  @FieldResolver(() => Skill, { nullable: true, description: 'The skill.' })
  skill(@Root() { skillId }: AgentSkill, @Ctx() context: RequestContext): Promise<Skill | null> {
    return loadSkill(context, skillId);
  }
}

@Resolver(() => Agent)
export class AgentResolver {
  @Query(() => Agent, {
    nullable: true,
    description: 'The agent with this id; null where there is none for you.',
  })
  agent(
    @Arg('id', () => ID, { description: 'Identifier, `agt_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ) {
    return loadAgent(context, id);
  }

  @Query(() => Agent, { nullable: true, description: 'The agent with this identifier in another system.' })
  agentByExternalId(
    @Args(() => ExternalIdArgs) { source, externalId }: ExternalIdArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadAgentByExternalId(context, source, externalId);
  }

  @Query(() => AgentConnection, { description: 'Agents; staff see all, others none.' })
  async agents(@Args(() => AgentsArgs) args: AgentsArgs, @Ctx() context: RequestContext) {
    const filter = { ...args.filter, now: context.now };
    return toConnection(await listAgents(context, { ...args, filter }), (row) => row);
  }

  @FieldResolver(() => [Team], { nullable: true, description: 'The teams in which they work, by name.' })
  async teams(@Root() { personId }: AgentRecord, @Ctx() context: RequestContext) {
    const found = await Promise.all(
      (await loadTeamIds(context, personId)).map((id) => teamLoaders.byId(context, id)),
    );
    return found.filter((team) => team !== null);
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description: 'How many open tickets they have, those that wait left out.',
  })
  load(@Root() { personId }: AgentRecord, @Ctx() context: RequestContext): Promise<number> {
    return loadLoad(context, personId);
  }

  @FieldResolver(() => Boolean, { nullable: true, description: 'Whether they are away now.' })
  away(@Root() { absences }: AgentRecord, @Ctx() context: RequestContext): boolean {
    return isAway(absences, context.now);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when, absences left out; newest first. Staff only.',
  })
  history(
    @Root() agent: Agent,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'agent', agent.id, args);
  }

  @Mutation(() => AgentPayload, {
    description: 'Creates the profile of a person who has none. Roles: admin, manager, operator.',
  })
  createAgent(
    @Arg('input', () => CreateAgentInput, { description: 'The new profile.' }) input: CreateAgentInput,
    @Ctx() context: RequestContext,
  ): Promise<AgentPayload> {
    return payload(async () => ({ agent: await createAgent(context, input) }));
  }

  @Mutation(() => AgentPayload, {
    description: 'Changes the profile of an agent. Roles: admin, manager, operator.',
  })
  updateAgent(
    @Arg('input', () => UpdateAgentInput, { description: 'What changes.' }) input: UpdateAgentInput,
    @Ctx() context: RequestContext,
  ): Promise<AgentPayload> {
    return payload(async () => ({ agent: await updateAgent(context, input) }));
  }

  @Mutation(() => AgentPayload, {
    description: 'Says when an agent is away. Roles: admin, manager, operator; an agent of themselves.',
  })
  setAgentAbsences(
    @Arg('input', () => SetAbsencesInput, { description: 'Who, and when.' }) input: SetAbsencesInput,
    @Ctx() context: RequestContext,
  ): Promise<AgentPayload> {
    return payload(async () => ({ agent: await setAbsences(context, input) }));
  }

  @Mutation(() => ImportReport, {
    description:
      'Imports agents, by the columns person, external_id, skills (`skill:level` between semicolons, the skill by its external id), languages, calendar, capacity, takes_tickets. A row is of its person. Roles: admin, operator.',
  })
  importAgents(
    @Arg('input', () => ImportInput, { description: 'The rows.' }) input: ImportInput,
    @Ctx() context: RequestContext,
  ): Promise<ImportReport> {
    return importAgents(context, input);
  }
}
