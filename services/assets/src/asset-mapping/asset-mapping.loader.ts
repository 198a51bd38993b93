import { listPage, type Page, type RequestContext } from '@plimsoll/shared';
import { currentGraph } from '../graph/index.js';
import { assetMappingList, type AssetMappingQuestion, type AssetMappingRow } from './asset-mapping.store.js';
import type { AssetMappingArgs } from './asset-mapping.types.js';
import { restingOn } from './resting-on.rules.js';

/** A page of who rests on what; one statement, and one more where it is asked about an asset. */
export async function listAssetMappings(
  context: RequestContext,
  { first, after, filter }: AssetMappingArgs,
): Promise<Page<AssetMappingRow>> {
  const { assetId, customerId, productId, podId } = filter ?? {};
  return listPage<AssetMappingRow, AssetMappingQuestion, 'PLACEMENT'>(context.session, assetMappingList, {
    first,
    after: after ?? null,
    filter: {
      assetIds: assetId == null ? null : await idsRestingOn(context, assetId),
      customerId: customerId ?? null,
      productId: productId ?? null,
      podId: podId ?? null,
    },
  });
}

async function idsRestingOn({ session }: RequestContext, assetId: string): Promise<string[]> {
  const { graph } = await currentGraph(session);
  const asset = graph.indexOf(assetId);
  return asset === undefined ? [] : restingOn(graph, asset).map((one) => graph.idOf(one));
}
