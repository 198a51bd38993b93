import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import {
  ConnectionArgs,
  ExternalIdArgs,
  ImportInput,
  ImportReport,
  payload,
  toConnection,
  type RequestContext,
} from '@plimsoll/shared';
import { CrewsArgs } from '../crew/index.js';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { teamLoaders } from './team.loader.js';
import { createTeam, importTeams, updateTeam } from './team.service.js';
import { CreateTeamInput, Team, TeamConnection, TeamPayload, UpdateTeamInput } from './team.types.js';

@Resolver(() => Team)
export class TeamResolver {
  @Query(() => Team, {
    nullable: true,
    description: 'The team with this id; null where there is none for you.',
  })
  team(
    @Arg('id', () => ID, { description: 'Identifier, `tem_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ) {
    return teamLoaders.byId(context, id);
  }

  @Query(() => Team, { nullable: true, description: 'The team with this identifier in another system.' })
  teamByExternalId(
    @Args(() => ExternalIdArgs) { source, externalId }: ExternalIdArgs,
    @Ctx() context: RequestContext,
  ) {
    return teamLoaders.byExternalId(context, source, externalId);
  }

  @Query(() => TeamConnection, { description: 'Teams; staff see all, others none.' })
  async teams(@Args(() => CrewsArgs) args: CrewsArgs, @Ctx() context: RequestContext) {
    return toConnection(await teamLoaders.page(context, args), (row) => row);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first. Staff only.',
  })
  history(
    @Root() team: Team,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'team', team.id, args);
  }

  @Mutation(() => TeamPayload, { description: 'Creates a team. Roles: admin, manager, operator.' })
  createTeam(
    @Arg('input', () => CreateTeamInput, { description: 'The new team.' }) input: CreateTeamInput,
    @Ctx() context: RequestContext,
  ): Promise<TeamPayload> {
    return payload(async () => ({ team: await createTeam(context, input) }));
  }

  @Mutation(() => TeamPayload, { description: 'Changes a team. Roles: admin, manager, operator.' })
  updateTeam(
    @Arg('input', () => UpdateTeamInput, { description: 'What changes.' }) input: UpdateTeamInput,
    @Ctx() context: RequestContext,
  ): Promise<TeamPayload> {
    return payload(async () => ({ team: await updateTeam(context, input) }));
  }

  @Mutation(() => ImportReport, { description: 'Imports rows of `teams.csv`. Roles: admin, operator.' })
  importTeams(
    @Arg('input', () => ImportInput, { description: 'The rows.' }) input: ImportInput,
    @Ctx() context: RequestContext,
  ): Promise<ImportReport> {
    return importTeams(context, input);
  }
}
