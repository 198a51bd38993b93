import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { ConnectionArgs, type RequestContext } from '@plimsoll/shared';
import { affectedPage, findUnseen, hideUnseen } from '../asset-impact/index.js';
import { askWhatIf } from './what-if.service.js';
import { OutageImpact, OutageInput } from './what-if.types.js';

@Resolver(() => OutageImpact)
export class WhatIfResolver {
  @Query(() => OutageImpact, {
    nullable: true,
    description:
      'What would happen to whom, and what would it cost, if these assets went down then? Writes nothing. Roles: staff; partners and contacts see of the answer what is theirs.',
  })
  async whatIfOutage(
    @Arg('input', () => OutageInput, { description: 'The outage.' }) input: OutageInput,
    @Ctx() context: RequestContext,
  ): Promise<OutageImpact> {
    return askWhatIf(context, input, await findUnseen(context, input.assetIds));
  }

  /** It counts the commits of everybody: whoever sees only what is theirs would learn from it when others are at work. */
  @FieldResolver()
  graphVersion(@Root() { graphVersion }: OutageImpact, @Ctx() context: RequestContext): string | null {
    return context.scope.kind === 'STAFF' ? graphVersion : null;
  }

  @FieldResolver()
  assets(
    @Root() { affected }: OutageImpact,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return affectedPage(context, affected, args);
  }

  /** Its chains go to the caller, by way of the subgraph that weighs the customers. */
  @FieldResolver()
  async customerOutages(@Root() { customerOutages }: OutageImpact, @Ctx() context: RequestContext) {
    return { ...customerOutages, causes: await hideUnseen(context, customerOutages.causes) };
  }
}
