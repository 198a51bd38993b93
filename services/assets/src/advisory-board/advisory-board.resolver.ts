import { ConnectionArgs, ExternalIdArgs, payload, toConnection, type RequestContext } from '@plimsoll/shared';
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { HistoryConnection, loadHistory } from '../history/index.js';
import {
  listAdvisoryBoards,
  loadAdvisoryBoard,
  loadAdvisoryBoardByExternalId,
} from './advisory-board.loader.js';
import { createAdvisoryBoard, updateAdvisoryBoard } from './advisory-board.service.js';
import type { AdvisoryBoardRecord } from './advisory-board.store.js';
import {
  AdvisoryBoard,
  AdvisoryBoardConnection,
  AdvisoryBoardMember,
  AdvisoryBoardPayload,
  AdvisoryBoardsArgs,
  CreateAdvisoryBoardInput,
  UpdateAdvisoryBoardInput,
} from './advisory-board.types.js';

@Resolver(() => AdvisoryBoard)
export class AdvisoryBoardResolver {
  @Query(() => AdvisoryBoard, {
    nullable: true,
    description: 'The board with this id; null where there is none for you.',
  })
  advisoryBoard(
    @Arg('id', () => ID, { description: 'Identifier, `cab_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<AdvisoryBoardRecord | null> {
    return loadAdvisoryBoard(context, id);
  }

  @Query(() => AdvisoryBoard, {
    nullable: true,
    description: 'The board with this identifier in another system.',
  })
  advisoryBoardByExternalId(
    @Args(() => ExternalIdArgs) { source, externalId }: ExternalIdArgs,
    @Ctx() context: RequestContext,
  ): Promise<AdvisoryBoardRecord | null> {
    return loadAdvisoryBoardByExternalId(context, source, externalId);
  }

  @Query(() => AdvisoryBoardConnection, { description: 'Change advisory boards. Staff only.' })
  async advisoryBoards(
    @Args(() => AdvisoryBoardsArgs) args: AdvisoryBoardsArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listAdvisoryBoards(context, args), (row) => row);
  }

  @FieldResolver(() => [AdvisoryBoardMember], { nullable: true, description: 'Its members.' })
  members(@Root() { members }: AdvisoryBoardRecord): AdvisoryBoardMember[] {
    return members.map(({ personId, role }) => ({ person: { id: personId }, role }));
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first.',
  })
  history(
    @Root() { id }: AdvisoryBoardRecord,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'advisory_board', id, args);
  }

  @Mutation(() => AdvisoryBoardPayload, { description: 'Makes a board. Roles: admin, manager.' })
  createAdvisoryBoard(
    @Arg('input', () => CreateAdvisoryBoardInput, { description: 'The new board.' })
    input: CreateAdvisoryBoardInput,
    @Ctx() context: RequestContext,
  ): Promise<AdvisoryBoardPayload> {
    return payload(async () => ({ board: await createAdvisoryBoard(context, input) }));
  }

  @Mutation(() => AdvisoryBoardPayload, { description: 'Edits a board. Roles: admin, manager.' })
  updateAdvisoryBoard(
    @Arg('input', () => UpdateAdvisoryBoardInput, { description: 'What changes.' })
    input: UpdateAdvisoryBoardInput,
    @Ctx() context: RequestContext,
  ): Promise<AdvisoryBoardPayload> {
    return payload(async () => ({ board: await updateAdvisoryBoard(context, input) }));
  }
}
