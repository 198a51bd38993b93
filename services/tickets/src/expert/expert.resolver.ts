import type { RequestContext } from '@plimsoll/shared';
import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { loadSkill, Skill } from '../skill/index.js';
import { Ticket } from '../ticket/index.js';
import { findExperts, loadTicketExperts } from './expert.loader.js';
import { ExpertObject, ExpertPartObject, ExpertSearchInput } from './expert.types.js';

@Resolver(() => Ticket)
export class TicketExpertsResolver {
  @FieldResolver(() => [ExpertObject], {
    nullable: true,
    description: 'Who knows most about its assets by the tickets they have resolved, best first. Staff only.',
  })
  experts(
    @Root() { id, assetIds }: { id: string; assetIds: string[] },
    @Arg('first', () => Int, { defaultValue: 5, description: 'How many, 1–50.' }) first: number,
    @Ctx() context: RequestContext,
  ) {
    return loadTicketExperts(context, { id, assetIds }, first);
  }
}

@Resolver(() => ExpertPartObject)
export class ExpertResolver {
  @Query(() => [ExpertObject], {
    description:
      'Who knows most about a matter, by skill and by history with the assets, best first. Staff only.',
  })
  experts(
    @Arg('first', () => Int, { defaultValue: 10, description: 'How many, 1–50.' }) first: number,
    @Arg('about', () => ExpertSearchInput, { description: 'About what.' }) about: ExpertSearchInput,
    @Ctx() context: RequestContext,
  ) {
    return findExperts(context, about, first);
  }

  @FieldResolver(() => Skill, { nullable: true, description: 'The skill; null for history.' })
  skill(@Root() { skillId }: ExpertPartObject, @Ctx() context: RequestContext) {
    return skillId === null ? null : loadSkill(context, skillId);
  }
}
