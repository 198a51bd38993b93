import { ExternalIdArgs, payload, toConnection, type RequestContext } from '@plimsoll/shared';
import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { entryFields } from '../change-calendar/index.js';
import { listFreezes, loadFreeze, loadFreezeByExternalId } from './freeze.loader.js';
import { createFreeze, updateFreeze, withdrawFreeze } from './freeze.service.js';
import {
  CreateFreezeInput,
  Freeze,
  FreezeConnection,
  FreezePayload,
  FreezesArgs,
  UpdateFreezeInput,
  WithdrawFreezeInput,
} from './freeze.types.js';

@Resolver(() => Freeze)
export class FreezeResolver extends entryFields(
  () => Freeze,
  'freeze',
  'In a conflict the occurrence that is meant; else that under way, or the next within five years',
) {
  @Query(() => Freeze, {
    nullable: true,
    description: 'The freeze with this id; null where there is none for you.',
  })
  freeze(
    @Arg('id', () => ID, { description: 'Identifier, `frz_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<Freeze | null> {
    return loadFreeze(context, id);
  }

  @Query(() => Freeze, { nullable: true, description: 'The freeze with this identifier in another system.' })
  freezeByExternalId(
    @Args(() => ExternalIdArgs) { source, externalId }: ExternalIdArgs,
    @Ctx() context: RequestContext,
  ): Promise<Freeze | null> {
    return loadFreezeByExternalId(context, source, externalId);
  }

  @Query(() => FreezeConnection, {
    description: 'A time in which assets are not to be changed, once or again and again. Staff only.',
  })
  async freezes(@Args(() => FreezesArgs) args: FreezesArgs, @Ctx() context: RequestContext) {
    return toConnection(await listFreezes(context, args), (row) => row);
  }

  @Mutation(() => FreezePayload, { description: 'Creates a freeze. Roles: admin, manager, operator.' })
  createFreeze(
    @Arg('input', () => CreateFreezeInput, { description: 'The new freeze.' }) input: CreateFreezeInput,
    @Ctx() context: RequestContext,
  ): Promise<FreezePayload> {
    return payload(async () => ({ freeze: await createFreeze(context, input) }));
  }

  @Mutation(() => FreezePayload, {
    description: 'Changes a freeze that is in force. Roles: admin, manager, operator.',
  })
  updateFreeze(
    @Arg('input', () => UpdateFreezeInput, { description: 'What changes.' }) input: UpdateFreezeInput,
    @Ctx() context: RequestContext,
  ): Promise<FreezePayload> {
    return payload(async () => ({ freeze: await updateFreeze(context, input) }));
  }

  @Mutation(() => FreezePayload, {
    description:
      'Withdraws a freeze: from now on it does not count, and it stays on record. Roles: admin, manager, operator.',
  })
  withdrawFreeze(
    @Arg('input', () => WithdrawFreezeInput, { description: 'Which, and why.' }) input: WithdrawFreezeInput,
    @Ctx() context: RequestContext,
  ): Promise<FreezePayload> {
    return payload(async () => ({ freeze: await withdrawFreeze(context, input) }));
  }
}
