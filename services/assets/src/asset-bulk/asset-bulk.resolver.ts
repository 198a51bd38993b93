import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { payload, type DomainError, type RequestContext, type UserError } from '@plimsoll/shared';
import { updateAssets } from './asset-bulk.service.js';
import { AssetsPayload, UpdateAssetsInput } from './asset-bulk.types.js';

@Resolver()
export class AssetBulkResolver {
  @Mutation(() => AssetsPayload, {
    description:
      'Makes the same changes to many assets: all or none, or each that can be changed. Roles: admin, manager, operator.',
  })
  async updateAssets(
    @Arg('input', () => UpdateAssetsInput, { description: 'Which assets, and what changes.' })
    input: UpdateAssetsInput,
    @Ctx() context: RequestContext,
  ): Promise<AssetsPayload> {
    const { results, userErrors } = await payload(async () => ({
      results: await updateAssets(context, input),
    }));
    if (!results) return { assets: null, results: null, userErrors };
    const faults = results.flatMap(({ fault }) => (fault ? [toUserError(fault)] : []));
    const isRefused = input.mode === 'ALL_OR_NONE' && faults.length > 0;
    return {
      assets: isRefused ? null : results.flatMap(({ asset }) => (asset ? [asset] : [])),
      results: results.map(({ id, asset, fault }) => ({
        id,
        asset,
        userErrors: fault ? [toUserError(fault)] : [],
      })),
      userErrors: isRefused ? faults : [],
    };
  }
}

function toUserError({ code, message, inputPath }: DomainError): UserError {
  return { code, message, path: inputPath };
}
