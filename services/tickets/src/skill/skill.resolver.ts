import {
  ConnectionArgs,
  ExternalIdArgs,
  ImportInput,
  ImportReport,
  payload,
  toConnection,
  type RequestContext,
} from '@plimsoll/shared';
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { listSkills, loadSkill, loadSkillByExternalId } from './skill.loader.js';
import { createSkill, importSkills, updateSkill } from './skill.service.js';
import {
  CreateSkillInput,
  Skill,
  SkillConnection,
  SkillPayload,
  SkillsArgs,
  UpdateSkillInput,
} from './skill.types.js';

@Resolver(() => Skill)
export class SkillResolver {
  @Query(() => Skill, {
    nullable: true,
    description: 'The skill with this id; null where there is none for you.',
  })
  skill(
    @Arg('id', () => ID, { description: 'Identifier, `skl_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<Skill | null> {
    return loadSkill(context, id);
  }

  @Query(() => Skill, { nullable: true, description: 'The skill with this identifier in another system.' })
  skillByExternalId(
    @Args(() => ExternalIdArgs) { source, externalId }: ExternalIdArgs,
    @Ctx() context: RequestContext,
  ): Promise<Skill | null> {
    return loadSkillByExternalId(context, source, externalId);
  }

  @Query(() => SkillConnection, { description: 'Skills; staff see all, others none.' })
  async skills(@Args(() => SkillsArgs) args: SkillsArgs, @Ctx() context: RequestContext) {
    return toConnection(await listSkills(context, args), (row) => row);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first. Staff only.',
  })
  history(
    @Root() skill: Skill,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'skill', skill.id, args);
  }

  @Mutation(() => SkillPayload, { description: 'Creates a skill. Roles: admin, manager, operator.' })
  createSkill(
    @Arg('input', () => CreateSkillInput, { description: 'The new skill.' }) input: CreateSkillInput,
    @Ctx() context: RequestContext,
  ): Promise<SkillPayload> {
    return payload(async () => ({ skill: await createSkill(context, input) }));
  }

  @Mutation(() => SkillPayload, { description: 'Changes a skill. Roles: admin, manager, operator.' })
  updateSkill(
    @Arg('input', () => UpdateSkillInput, { description: 'What changes.' }) input: UpdateSkillInput,
    @Ctx() context: RequestContext,
  ): Promise<SkillPayload> {
    return payload(async () => ({ skill: await updateSkill(context, input) }));
  }

  @Mutation(() => ImportReport, {
    description: 'Imports skills, by the columns external_id, name, description. Roles: admin, operator.',
  })
  importSkills(
    @Arg('input', () => ImportInput, { description: 'The rows.' }) input: ImportInput,
    @Ctx() context: RequestContext,
  ): Promise<ImportReport> {
    return importSkills(context, input);
  }
}
