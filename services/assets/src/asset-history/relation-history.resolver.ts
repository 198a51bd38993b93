import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { ConnectionArgs, isId, toConnection, type RequestContext } from '@plimsoll/shared';
import { Customer, Person, Pod, Product } from '../account/index.js';
import { Asset, loadAsset } from '../asset/index.js';
import { Change, loadChange } from '../change/index.js';
import { loadRelationHistory } from './relation-history.loader.js';
import {
  AssetRelation,
  AssetRelationHistoryConnection,
  AssetRelationHistoryEntry,
} from './relation-history.types.js';

@Resolver(() => Asset)
export class AssetRelationHistoryResolver {
  @FieldResolver(() => AssetRelationHistoryConnection, {
    nullable: true,
    description:
      'What changed in its dependencies, as consumer and as provider, and its placements, ended ones included, by whom, when and through which change; the latest first. Staff only.',
  })
  async relationHistory(
    @Root() { id }: Asset,
    @Args(() => ConnectionArgs) { first, after }: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await loadRelationHistory(context, id, { first, after: after ?? null });
    return toConnection(page, (row): AssetRelationHistoryEntry => ({
      ...row,
      relation: row.recordType === 'dependency' ? AssetRelation.DEPENDENCY : AssetRelation.PLACEMENT,
    }));
  }
}

@Resolver(() => AssetRelationHistoryEntry)
export class AssetRelationHistoryEntryResolver {
  @FieldResolver(() => Person, {
    nullable: true,
    description: 'Who made it; null for the platform itself and for machines.',
  })
  actor(@Root() { actorId }: AssetRelationHistoryEntry): Person | null {
    return actorId !== null && isId('per', actorId) ? { id: actorId } : null;
  }

  @FieldResolver(() => Change, { nullable: true, description: 'The change it was part of, if any.' })
  change(@Root() { changeId }: AssetRelationHistoryEntry, @Ctx() context: RequestContext) {
    return changeId === null ? null : loadChange(context, changeId);
  }

  @FieldResolver(() => Asset, {
    nullable: true,
    description: 'Of a dependency: the asset that needs the other.',
  })
  consumer(@Root() { consumerId }: AssetRelationHistoryEntry, @Ctx() context: RequestContext) {
    return consumerId === null ? null : loadAsset(context, consumerId);
  }

  @FieldResolver(() => Asset, { nullable: true, description: 'Of a dependency: the asset that is needed.' })
  provider(@Root() { providerId }: AssetRelationHistoryEntry, @Ctx() context: RequestContext) {
    return providerId === null ? null : loadAsset(context, providerId);
  }

  @FieldResolver(() => Product, { nullable: true, description: 'Of a placement: the product it asks for.' })
  product(@Root() { productId }: AssetRelationHistoryEntry): Product | null {
    return productId === null ? null : { id: productId };
  }

  @FieldResolver(() => Pod, { nullable: true, description: 'Of a placement: the pod it asks for.' })
  pod(@Root() { podId }: AssetRelationHistoryEntry): Pod | null {
    return podId === null ? null : { id: podId };
  }

  @FieldResolver(() => Customer, { nullable: true, description: 'Of a placement: the customer it asks for.' })
  customer(@Root() { customerId }: AssetRelationHistoryEntry): Customer | null {
    return customerId === null ? null : { id: customerId };
  }
}
