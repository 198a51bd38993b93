import type { RequestContext } from '@plimsoll/shared';
import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { loadSkill, Skill } from '../skill/index.js';
import { forecastStaffing, type StaffingForecast } from './staffing.service.js';
import { SkillStaffingObject, StaffingForecastArgs, StaffingForecastObject } from './staffing.types.js';

@Resolver(() => SkillStaffingObject)
export class StaffingResolver {
  @Query(() => StaffingForecastObject, {
    nullable: true,
    description: 'Whom the desk needs when, by skill and hour. Staff only, null for others.',
  })
  staffingForecast(
    @Args(() => StaffingForecastArgs) args: StaffingForecastArgs,
    @Ctx() context: RequestContext,
  ): Promise<StaffingForecast | null> {
    return forecastStaffing(context, args);
  }

  @FieldResolver(() => Skill, {
    nullable: true,
    description: 'The skill; null: the tickets that ask for none.',
  })
  skill(@Root() { skillId }: SkillStaffingObject, @Ctx() context: RequestContext) {
    return skillId === null ? null : loadSkill(context, skillId);
  }
}
