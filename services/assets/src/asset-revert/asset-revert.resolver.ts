import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { payload, type RequestContext } from '@plimsoll/shared';
import { AssetPayload } from '../asset/index.js';
import { revertAsset } from './asset-revert.service.js';
import { RevertAssetInput } from './asset-revert.types.js';

@Resolver()
export class AssetRevertResolver {
  @Mutation(() => AssetPayload, {
    description:
      'Undoes edits: makes an asset again what it was at an earlier version, as an edit of its own. Its dependencies and placements stay as they are. Roles: admin, manager, operator.',
  })
  revertAsset(
    @Arg('input', () => RevertAssetInput, { description: 'Which asset, to what, and why.' })
    input: RevertAssetInput,
    @Ctx() context: RequestContext,
  ): Promise<AssetPayload> {
    return payload(async () => ({ asset: await revertAsset(context, input) }));
  }
}
