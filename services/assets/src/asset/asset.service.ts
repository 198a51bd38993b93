import {
  authorize,
  authorOf,
  checkText,
  conflict,
  createOnce,
  DomainError,
  invalid,
  notFound,
  type Author,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { requireCopies } from '../account/index.js';
import { checkAttributes, findKinds } from '../asset-kind/index.js';
import { changeRecords } from '../change/index.js';
import { requestRestatement } from '../outage/index.js';
import type {
  CreateAssetInput,
  RetireAssetInput,
  UpdateAssetInput,
  UpdateAssetsInput,
} from './asset-input.types.js';
import { checkAttributeObject, checkTexts } from './asset.rules.js';
import { assetRecords, type AssetRecord } from './asset.store.js';

const MOST_ASSETS = 1000;

/** Creates an asset of a kind on record. Roles: admin, operator. */
export async function createAsset(context: RequestContext, input: CreateAssetInput): Promise<AssetRecord> {
  authorize(context, 'admin', 'operator');
  return createOnce(context, assetRecords, {
    prefix: 'ast',
    mutation: 'createAsset',
    input,
    author: { ...authorOf(context, optionalReason(input.reason)), changeId: input.changeId ?? null },
    values: async (tx) => {
      await authorWith(tx, context, input);
      await requireOthers(tx, input);
      const kind = await requireKind(tx, input.kind);
      return {
        name: checkText(input.name, 'name'),
        kind: kind.name,
        status: input.status,
        ownerId: input.ownerId ?? null,
        location: optionalText(input.location, 'location'),
        addresses: checkTexts(input.addresses ?? [], 'addresses'),
        make: optionalText(input.make, 'make'),
        criticality: optionalText(input.criticality, 'criticality'),
        productId: input.productId ?? null,
        podId: input.podId ?? null,
        tags: checkTexts(input.tags ?? [], 'tags'),
        attributes: checkAttributes(kind, checkAttributeObject(input.attributes ?? {})),
      };
    },
  });
}

/** Changes an asset. Roles: admin, operator. */
export async function updateAsset(context: RequestContext, input: UpdateAssetInput): Promise<AssetRecord> {
  authorize(context, 'admin', 'operator');
  return context.session.transaction(async (tx) => {
    const author = await authorWith(tx, context, input);
    const updated = await assetRecords.update(
      tx,
      author,
      input.id,
      input.expectedVersion,
      async (current) => {
        await requireOthers(tx, input);
        const kind = await requireKind(tx, input.kind ?? current.kind);
        const attributes = input.attributes == null ? {} : checkAttributeObject(input.attributes);
        return {
          ...(input.name == null ? {} : { name: checkText(input.name, 'name') }),
          ...(input.status == null ? {} : { status: input.status }),
          ...(input.addresses == null ? {} : { addresses: checkTexts(input.addresses, 'addresses') }),
          ...(input.tags == null ? {} : { tags: checkTexts(input.tags, 'tags') }),
          kind: kind.name,
          ownerId: input.ownerId,
          location: changedText(input.location, 'location'),
          make: changedText(input.make, 'make'),
          criticality: changedText(input.criticality, 'criticality'),
          productId: input.productId,
          podId: input.podId,
          attributes: checkAttributes(kind, { ...current.attributes, ...attributes }),
        };
      },
    );
    if (input.status != null) await requestRestatement(tx, context.now);
    return updated;
  });
}

/** Takes an asset out of use: it carries no impact and counts in no group any more. Roles: admin, operator. */
export async function retireAsset(context: RequestContext, input: RetireAssetInput): Promise<AssetRecord> {
  authorize(context, 'admin', 'operator');
  return context.session.transaction(async (tx) => {
    const author = await authorWith(tx, context, input);
    const retired = await assetRecords.update(tx, author, input.id, input.expectedVersion, () => ({
      status: 'RETIRED',
    }));
    await requestRestatement(tx, context.now);
    return retired;
  });
}

/** Makes the same changes to many assets, all or none. Roles: admin, operator. */
export async function updateAssets(
  context: RequestContext,
  input: UpdateAssetsInput,
): Promise<AssetRecord[]> {
  authorize(context, 'admin', 'operator');
  const { assets } = input;
  if (assets.length < 1 || assets.length > MOST_ASSETS) {
    throw invalid(`Name 1 to ${MOST_ASSETS} assets; these are ${assets.length}.`, ['assets']);
  }
  if (new Set(assets.map((asset) => asset.id)).size < assets.length) {
    throw invalid('An asset is named twice.', ['assets']);
  }
  const removed = new Set(checkTexts(input.removeTags ?? [], 'removeTags'));
  const added = checkTexts(input.addTags ?? [], 'addTags');
  const location = changedText(input.location, 'location');
  const criticality = changedText(input.criticality, 'criticality');
  return context.session.transaction(async (tx) => {
    await requireOthers(tx, input);
    const found = await assetRecords.findByIds(
      tx,
      assets.map((asset) => asset.id),
    );
    const changes = assets.map(({ id, expectedVersion }, index): [AssetRecord, AssetRecord] => {
      const current = found.get(id);
      if (!current) throw notFound('asset', id, ['assets', String(index), 'id']);
      if (current.version !== expectedVersion) throw staleAsset(current, index);
      const kept = current.tags.filter((tag) => !removed.has(tag));
      return [
        current,
        {
          ...current,
          status: input.status ?? current.status,
          ownerId: input.ownerId === undefined ? current.ownerId : input.ownerId,
          location: location === undefined ? current.location : location,
          criticality: criticality === undefined ? current.criticality : criticality,
          tags: checkTexts([...kept, ...added], 'addTags'),
        },
      ];
    });
    const author = await authorWith(tx, context, input);
    const stored = await assetRecords.updateAll(tx, author, changes);
    if (input.status != null) await requestRestatement(tx, context.now);
    if (stored.length < changes.length) {
      const ids = new Set(stored.map((asset) => asset.id));
      const missed = changes.findIndex(([before]) => !ids.has(before.id));
      throw staleAsset({ ...changes[missed]![0], version: changes[missed]![0].version + 1 }, missed);
    }
    return stored;
  });
}

function staleAsset(current: AssetRecord, index: number): DomainError {
  const { code, message } = conflict(`asset ${current.id}`, current.version);
  return new DomainError(code, message, ['assets', String(index), 'expectedVersion']);
}

/**
 * Whom the history names, why, and the change that the edit is part of.
 *
 * @throws DomainError `NOT_FOUND` where there is no such change
 */
export async function authorWith(
  tx: Session,
  context: RequestContext,
  { changeId, reason }: { changeId?: string | null; reason?: string | null },
): Promise<Author> {
  if (changeId != null) await changeRecords.require(tx, changeId, ['changeId']);
  return { ...authorOf(context, optionalReason(reason)), changeId: changeId ?? null };
}

function optionalReason(reason: string | null | undefined): string | null {
  return reason == null ? null : checkText(reason, 'reason', 2000);
}

async function requireKind(tx: Session, name: string) {
  const kind = (await findKinds(tx, [name])).get(name);
  if (!kind) {
    throw new DomainError(
      'NOT_FOUND',
      `There is no asset kind ${JSON.stringify(name.slice(0, 80))}; \`assetKinds\` lists them, \`createAssetKind\` makes one.`,
      ['kind'],
    );
  }
  return kind;
}

function requireOthers(
  tx: Session,
  input: { ownerId?: string | null; productId?: string | null; podId?: string | null },
): Promise<void> {
  return requireCopies(tx, {
    ownerId: ['person', input.ownerId],
    productId: ['product', input.productId],
    podId: ['pod', input.podId],
  });
}

function optionalText(value: string | null | undefined, field: string): string | null {
  return value == null ? null : checkText(value, field);
}

function changedText(value: string | null | undefined, field: string): string | null | undefined {
  return value == null ? value : checkText(value, field);
}
