import { ConnectionArgs, payload, type RequestContext } from '@plimsoll/shared';
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { loadPriorityScheme } from './priority-scheme.loader.js';
import { cellsOf, type MatrixCell, type PriorityMatrix } from './priority-scheme.rules.js';
import { setPriorityScheme } from './priority-scheme.service.js';
import {
  PriorityCell,
  PriorityScheme,
  PrioritySchemePayload,
  SetPrioritySchemeInput,
} from './priority-scheme.types.js';

@Resolver(() => PriorityScheme)
export class PrioritySchemeResolver {
  @Query(() => PriorityScheme, {
    nullable: true,
    description: 'How the desk works out priorities and the impact of incidents. Staff only.',
  })
  priorityScheme(@Ctx() context: RequestContext): Promise<PriorityScheme | null> {
    return loadPriorityScheme(context);
  }

  @FieldResolver(() => [PriorityCell], {
    nullable: true,
    description: 'The priority of each impact and urgency, the highest first.',
  })
  matrix(@Root() scheme: PriorityScheme & { matrix: PriorityMatrix }): MatrixCell[] {
    return cellsOf(scheme.matrix);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first. Staff only.',
  })
  history(
    @Root() scheme: PriorityScheme,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'priority_scheme', scheme.id, args);
  }

  @Mutation(() => PrioritySchemePayload, {
    description:
      'Says how priorities and impacts follow from now on; tickets on record keep what they have. Roles: admin, manager.',
  })
  setPriorityScheme(
    @Arg('input', () => SetPrioritySchemeInput, { description: 'What changes.' })
    input: SetPrioritySchemeInput,
    @Ctx() context: RequestContext,
  ): Promise<PrioritySchemePayload> {
    return payload(async () => ({ scheme: await setPriorityScheme(context, input) }));
  }
}
