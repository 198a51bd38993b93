import {
  authorize,
  authorOf,
  checkText,
  createOnce,
  DomainError,
  invalid,
  type RequestContext,
} from '@plimsoll/shared';
import { assetKindRecords, findKinds, type AssetKindRecord } from './asset-kind.store.js';
import type { CreateAssetKindInput, UpdateAssetKindInput } from './asset-kind.types.js';
import { checkAttributeSchema, type AttributeSchema } from './attribute-schema.rules.js';
import { schemaOf } from './attribute.rules.js';

/** Creates a kind; its name is unique. Roles: admin, manager, operator. */
export async function createAssetKind(
  context: RequestContext,
  input: CreateAssetKindInput,
): Promise<AssetKindRecord> {
  authorize(context, 'admin', 'manager', 'operator');
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
        attributeSchema: givenSchema(input) ?? null,
      };
    },
  });
}

/** Changes what a kind says. Roles: admin, manager, operator. */
export async function updateAssetKind(
  context: RequestContext,
  input: UpdateAssetKindInput,
): Promise<AssetKindRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return context.session.transaction((tx) =>
    assetKindRecords.update(tx, authorOf(context), input.id, input.expectedVersion, () => ({
      description: input.description,
      attributeSchema: givenSchema(input),
    })),
  );
}

/** What an input says of attributes: a schema, null for no rule at all, undefined where it says nothing. */
function givenSchema({
  attributes,
  attributeSchema,
}: Pick<UpdateAssetKindInput, 'attributes' | 'attributeSchema'>): AttributeSchema | null | undefined {
  if (attributes != null && attributeSchema != null) {
    throw invalid('Give `attributes` or `attributeSchema`, not both.', ['attributeSchema']);
  }
  if (attributeSchema != null) return checkAttributeSchema(attributeSchema);
  if (attributes != null) return schemaOf(attributes);
  return attributes === null || attributeSchema === null ? null : undefined;
}
