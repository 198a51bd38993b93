import {
  authorize,
  authorOf,
  checkText,
  createOnce,
  DomainError,
  type RequestContext,
} from '@plimsoll/shared';
import { assetKindRecords, findKinds, type AssetKindRecord } from './asset-kind.store.js';
import type { CreateAssetKindInput, UpdateAssetKindInput } from './asset-kind.types.js';
import { checkDefinitions } from './attribute.rules.js';

/** Creates a kind; its name is unique. Roles: admin, operator. */
export async function createAssetKind(
  context: RequestContext,
  input: CreateAssetKindInput,
): Promise<AssetKindRecord> {
  authorize(context, 'admin', 'operator');
  return createOnce(context, assetKindRecords, {
    prefix: 'knd',
    mutation: 'createAssetKind',
    input,
    values: async (tx) => {
      const name = checkText(input.name, 'name');
      if ((await findKinds(tx, [name])).has(name)) {
        throw new DomainError('DUPLICATE', `There is an asset kind ${JSON.stringify(name)} already.`, [
          'name',
        ]);
      }
      return {
        name,
        description: input.description ?? null,
        attributes: input.attributes ? checkDefinitions(input.attributes) : null,
      };
    },
  });
}

/** Changes what a kind says. Roles: admin, operator. */
export async function updateAssetKind(
  context: RequestContext,
  input: UpdateAssetKindInput,
): Promise<AssetKindRecord> {
  authorize(context, 'admin', 'operator');
  return context.session.transaction((tx) =>
    assetKindRecords.update(tx, authorOf(context), input.id, input.expectedVersion, () => ({
      description: input.description,
      attributes: input.attributes ? checkDefinitions(input.attributes) : input.attributes,
    })),
  );
}
