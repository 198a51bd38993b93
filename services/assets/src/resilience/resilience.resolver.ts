import { Arg, Args, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { authorize, checkPageSize, type RequestContext } from '@plimsoll/shared';
import { loadAsset, type Asset } from '../asset/index.js';
import { DependencyStrength } from '../dependency/index.js';
import { findFatalSets, findRedundancies, type ResilienceQuestion } from './resilience.loader.js';
import {
  FatalSet,
  FatalSets,
  FatalSetsArgs,
  GroupRedundancy,
  RedundancyAudit,
  RedundancyAuditArgs,
  type FatalHit,
  type ResilienceScopeInput,
} from './resilience.types.js';

@Resolver(() => FatalSet)
export class ResilienceResolver {
  @Query(() => FatalSets, {
    nullable: true,
    description:
      'Which assets take somebody down when they are lost alone: single points of failure. Roles: staff.',
  })
  singlePointsOfFailure(
    @Args(() => FatalSetsArgs) args: FatalSetsArgs,
    @Ctx() context: RequestContext,
  ): Promise<FatalSets> {
    return fatalSets(context, args, 'alone');
  }

  @Query(() => FatalSets, {
    nullable: true,
    description:
      'Which pairs of assets take somebody down together whom neither takes down alone. Roles: staff.',
  })
  minimalPairs(
    @Args(() => FatalSetsArgs) args: FatalSetsArgs,
    @Ctx() context: RequestContext,
  ): Promise<FatalSets> {
    return fatalSets(context, args, 'inPairs');
  }

  @FieldResolver()
  assets(@Root() { assetIds }: FatalSet, @Ctx() context: RequestContext): Promise<Asset[]> {
    return loadAssets(context, assetIds);
  }

  @FieldResolver()
  hits(
    @Root() { down }: FatalSet,
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many to list, 1–100.' }) first: number,
  ): FatalHit[] {
    checkPageSize(first);
    return down
      .slice(0, first)
      .map(({ customerId, productId }) => ({ customer: { id: customerId }, product: { id: productId } }));
  }
}

@Resolver(() => GroupRedundancy)
export class RedundancyResolver {
  @Query(() => RedundancyAudit, {
    nullable: true,
    description: 'Which groups of providers have nothing, or little, left to lose? Roles: staff.',
  })
  async redundancyAudit(
    @Args(() => RedundancyAuditArgs) args: RedundancyAuditArgs,
    @Ctx() context: RequestContext,
  ): Promise<RedundancyAudit> {
    authorizeStaff(context);
    const { groups, ...answer } = await findRedundancies(context, questionOf(args), args.mostSpare);
    return {
      ...answer,
      asOf: context.now,
      groups: groups.map(({ strength, ...one }) => ({ ...one, strength: DependencyStrength[strength] })),
    };
  }

  @FieldResolver()
  consumer(@Root() { consumerId }: GroupRedundancy, @Ctx() context: RequestContext): Promise<Asset | null> {
    return loadAsset(context, consumerId);
  }

  @FieldResolver()
  members(@Root() { memberIds }: GroupRedundancy, @Ctx() context: RequestContext): Promise<Asset[]> {
    return loadAssets(context, memberIds);
  }
}

async function fatalSets(
  context: RequestContext,
  args: FatalSetsArgs,
  size: 'alone' | 'inPairs',
): Promise<FatalSets> {
  authorizeStaff(context);
  return { ...(await findFatalSets(context, questionOf(args), size)), asOf: context.now };
}

function authorizeStaff(context: RequestContext): void {
  authorize(context, 'admin', 'agent', 'operator', 'manager', 'executive');
}

function questionOf(args: {
  scope?: ResilienceScopeInput | null;
  first: number;
  amidOutages: boolean;
}): ResilienceQuestion {
  const { customerId, productId, podId } = args.scope ?? {};
  return {
    scope: { customerId: customerId ?? null, productId: productId ?? null, podId: podId ?? null },
    first: args.first,
    amidOutages: args.amidOutages,
  };
}

async function loadAssets(context: RequestContext, ids: readonly string[]): Promise<Asset[]> {
  const assets = await Promise.all(ids.map((id) => loadAsset(context, id)));
  return assets.map((asset, at) => asset ?? { id: ids[at]! });
}
