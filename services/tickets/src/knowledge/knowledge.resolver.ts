import { checkPageSize } from '@plimsoll/shared';
import { Arg, FieldResolver, Int, Resolver } from 'type-graphql';
import { Ticket } from '../ticket/index.js';
import { KnowledgeArticle } from './knowledge.types.js';

@Resolver(() => Ticket)
export class SuggestedArticlesResolver {
  @FieldResolver(() => [KnowledgeArticle], {
    nullable: true,
    description: 'Articles that may help. Always empty: this version keeps no articles.',
  })
  suggestedArticles(
    @Arg('first', () => Int, { defaultValue: 3, description: 'How many at most, 1–100.' }) first: number,
  ): KnowledgeArticle[] {
    checkPageSize(first);
    return [];
  }
}
