import {
  authorize,
  authorOf,
  checkText,
  createOnce,
  DomainError,
  invalid,
  type Author,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { requireCopies } from '../account/index.js';
import { checkAttributes, findKinds, type CheckedKind } from '../asset-kind/index.js';
import { changeRecords } from '../change/index.js';
import { requestRestatement } from '../outage/index.js';
import type {
  CreateAssetInput,
  RetireAssetInput,
  ReviveAssetInput,
  UpdateAssetInput,
} from './asset-input.types.js';
import { checkStep, isInUse } from './asset-life.rules.js';
import { checkAttributeObject, checkTexts, edited } from './asset.rules.js';
import { assetRecords, findMerged, type AssetRecord } from './asset.store.js';

/** Creates an asset of a kind on record. Roles: admin, manager, operator. */
export async function createAsset(context: RequestContext, input: CreateAssetInput): Promise<AssetRecord> {
  authorize(context, 'admin', 'manager', 'operator');
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

/** Changes an asset. Roles: admin, manager, operator. */
export function updateAsset(context: RequestContext, input: UpdateAssetInput): Promise<AssetRecord> {
  return changeOne(context, input, async (tx, current) => {
    await requireOthers(tx, input);
    return edited(current, input, await requireKind(tx, input.kind ?? current.kind));
  });
}

/** Takes an asset out of use: it carries no impact and counts in no group any more. Roles: admin, manager, operator. */
export function retireAsset(context: RequestContext, input: RetireAssetInput): Promise<AssetRecord> {
  return changeOne(context, input, (_tx, current) => {
    checkStep(current.status, 'RETIRED');
    return { status: 'RETIRED' };
  });
}

/** Takes a retired asset into use again, with a reason. Roles: admin, manager, operator. */
export function reviveAsset(context: RequestContext, input: ReviveAssetInput): Promise<AssetRecord> {
  return changeOne(context, input, (_tx, current) => {
    if (current.status !== 'RETIRED') {
      throw new DomainError(
        'INVALID_STATUS',
        `This asset is ${current.status}; only one that is RETIRED is revived.`,
        ['id'],
      );
    }
    if (input.status === 'RETIRED') throw invalid('An asset is not revived as RETIRED.', ['status']);
    return { status: input.status };
  });
}

async function changeOne(
  context: RequestContext,
  input: { id: string; expectedVersion: number; changeId?: string | null; reason?: string | null },
  change: (tx: Session, current: AssetRecord) => Partial<AssetRecord> | Promise<Partial<AssetRecord>>,
): Promise<AssetRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return context.session.transaction(async (tx) => {
    const author = await authorWith(tx, context, input);
    let wasInUse = false;
    const stored = await assetRecords.update(tx, author, input.id, input.expectedVersion, async (current) => {
      wasInUse = isInUse(current.status);
      await requireUnmerged(tx, [current]);
      return change(tx, current);
    });
    if (wasInUse !== isInUse(stored.status)) await requestRestatement(tx, context.now);
    return stored;
  });
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

/**
 * Checks that none of these assets turned out to be another one: what is said of it has to be said of that.
 *
 * @throws DomainError `MERGED`
 */
export async function requireUnmerged(tx: Session, assets: readonly AssetRecord[]): Promise<void> {
  const retired = assets.filter(({ status }) => status === 'RETIRED').map(({ id }) => id);
  const [merged] = await findMerged(tx, retired);
  if (merged) throw mergedAway(...merged);
}

/** The refusal to touch what turned out to be another asset. */
export function mergedAway(id: string, into: string): DomainError {
  return new DomainError('MERGED', `The asset ${id} was merged into ${into}; that is the one to change.`, [
    'id',
  ]);
}

/**
 * The kind of this name.
 *
 * @throws DomainError `NOT_FOUND`
 */
export async function requireKind(tx: Session, name: string): Promise<CheckedKind> {
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

/**
 * Checks the records of entitlements that an asset names.
 *
 * @throws DomainError `NOT_FOUND` naming the field
 */
export function requireOthers(
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

function optionalReason(reason: string | null | undefined): string | null {
  return reason == null ? null : checkText(reason, 'reason', 2000);
}
