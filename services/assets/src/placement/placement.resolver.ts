import { Arg, Args, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import {
  ConnectionArgs,
  ImportInput,
  ImportReport,
  payload,
  toConnection,
  type RequestContext,
} from '@plimsoll/shared';
import { Customer, Pod, Product } from '../account/index.js';
import { Asset, loadAsset } from '../asset/index.js';
import { asOf, listPlacementsAt, loadAssetAt } from '../asset-at/index.js';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { listPlacements } from './placement.loader.js';
import { importPlacements, placeAsset, removePlacement } from './placement.service.js';
import {
  PlaceAssetInput,
  Placement,
  PlacementConnection,
  PlacementPayload,
  RemovePlacementInput,
} from './placement.types.js';

@Resolver(() => Placement)
export class PlacementResolver {
  @FieldResolver(() => Asset, { nullable: true, description: 'The asset that is placed.' })
  asset(@Root() placement: Placement, @Ctx() context: RequestContext): Promise<Asset | null> | null {
    const { assetId } = placement;
    if (assetId == null) return null;
    const at = asOf(placement);
    return at ? loadAssetAt(context, assetId, at) : loadAsset(context, assetId);
  }

  @FieldResolver(() => Product, { nullable: true, description: 'The product asked for; null: any.' })
  product(@Root() { productId }: Placement): Product | null {
    return productId == null ? null : { id: productId };
  }

  @FieldResolver(() => Pod, { nullable: true, description: 'The pod asked for; null: any.' })
  pod(@Root() { podId }: Placement): Pod | null {
    return podId == null ? null : { id: podId };
  }

  @FieldResolver(() => Customer, { nullable: true, description: 'The customer asked for; null: any.' })
  customer(@Root() { customerId }: Placement): Customer | null {
    return customerId == null ? null : { id: customerId };
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first. Staff only.',
  })
  history(
    @Root() placement: Placement,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'placement', placement.id, args);
  }

  @Mutation(() => PlacementPayload, {
    description: 'Ties an asset to those who feel it. Roles: admin, manager, operator.',
  })
  placeAsset(
    @Arg('input', () => PlaceAssetInput, { description: 'The placement.' }) input: PlaceAssetInput,
    @Ctx() context: RequestContext,
  ): Promise<PlacementPayload> {
    return payload(async () => ({ placement: await placeAsset(context, input) }));
  }

  @Mutation(() => PlacementPayload, { description: 'Ends a placement. Roles: admin, manager, operator.' })
  removePlacement(
    @Arg('input', () => RemovePlacementInput, { description: 'Which one.' }) input: RemovePlacementInput,
    @Ctx() context: RequestContext,
  ): Promise<PlacementPayload> {
    return payload(async () => {
      await removePlacement(context, input);
      return { placement: null };
    });
  }

  @Mutation(() => ImportReport, { description: 'Imports rows of `placements.csv`. Roles: admin, operator.' })
  importPlacements(
    @Arg('input', () => ImportInput, { description: 'The rows.' }) input: ImportInput,
    @Ctx() context: RequestContext,
  ): Promise<ImportReport> {
    return importPlacements(context, input);
  }
}

@Resolver(() => Asset)
export class AssetPlacementsResolver {
  @FieldResolver(() => PlacementConnection, {
    nullable: true,
    description: 'What ties it to those who feel it, in the order in which it was recorded.',
  })
  async placements(
    @Root() asset: Asset,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    const { id } = asset;
    const at = asOf(asset);
    if (at) return toConnection(await listPlacementsAt(context, id, at, args), (row): Placement => row);
    return toConnection(await listPlacements(context, id, args), (row): Placement => row);
  }
}
