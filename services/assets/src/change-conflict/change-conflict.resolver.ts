import { isId, type RequestContext } from '@plimsoll/shared';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Person } from '../account/index.js';
import { Asset, loadAsset } from '../asset/index.js';
import type { Conflict, FatalGroup } from '../change-clash/index.js';
import type { ChangeRecord } from '../change/index.js';
import { Change, loadChange } from '../change/index.js';
import { Freeze, loadFreeze } from '../freeze/index.js';
import { conflictsInRequest } from './change-conflict.service.js';
import { ChangeConflict, ConflictGroup } from './change-conflict.types.js';

@Resolver(() => Change)
export class ChangeConflictsResolver {
  @FieldResolver(() => [ChangeConflict], {
    nullable: true,
    description:
      'What it clashes with as it is planned now, the worst first: other changes at the same time, freezes and maintenance windows. Of sets that are fatal together at most 50 are told, the smallest first; where more may exist, one says so. Empty once it is over. Staff only.',
  })
  conflicts(@Root() change: ChangeRecord, @Ctx() context: RequestContext): Promise<Conflict[]> | null {
    return context.scope.kind === 'STAFF' ? conflictsInRequest(context, change) : null;
  }
}

@Resolver(() => ChangeConflict)
export class ChangeConflictResolver {
  @FieldResolver(() => Change, { nullable: true })
  with(@Root() { changeIds }: Conflict, @Ctx() context: RequestContext): Promise<Change | null> | null {
    return changeIds[0] === undefined ? null : loadChange(context, changeIds[0]);
  }

  @FieldResolver(() => [Change])
  async changes(@Root() { changeIds }: Conflict, @Ctx() context: RequestContext): Promise<Change[]> {
    const found = await Promise.all(changeIds.map((id) => loadChange(context, id)));
    return found.filter((change) => change !== null);
  }

  @FieldResolver(() => [Asset])
  async assets(@Root() { assetIds }: Conflict, @Ctx() context: RequestContext): Promise<Asset[]> {
    const found = await Promise.all(assetIds.map((id) => loadAsset(context, id)));
    return found.filter((asset) => asset !== null);
  }

  @FieldResolver(() => [Person])
  people(@Root() { personIds }: Conflict): Person[] {
    return personIds.filter((id) => isId('per', id)).map((id) => ({ id }));
  }

  @FieldResolver(() => Freeze, { nullable: true })
  async freeze(@Root() { freezeId, from }: Conflict, @Ctx() context: RequestContext): Promise<Freeze | null> {
    const freeze = freezeId === null ? null : await loadFreeze(context, freezeId);
    return freeze && { ...freeze, meantAt: from };
  }
}

@Resolver(() => ConflictGroup)
export class ConflictGroupResolver {
  @FieldResolver(() => Asset, { nullable: true })
  consumer(@Root() { consumerId }: FatalGroup, @Ctx() context: RequestContext): Promise<Asset | null> {
    return loadAsset(context, consumerId);
  }
}
