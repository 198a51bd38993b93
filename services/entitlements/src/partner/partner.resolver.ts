import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import {
  ConnectionArgs,
  ExternalIdArgs,
  ImportInput,
  ImportReport,
  payload,
  toConnection,
  type RequestContext,
} from '@plimsoll/shared';
import { HistoryConnection, loadHistory } from '../history/index.js';
import {
  listChildren,
  listPartners,
  loadAncestors,
  loadMove,
  loadPartner,
  loadPartnerByExternalId,
} from './partner.loader.js';
import type { PartnerBooks } from './partner-move.service.js';
import { createPartner, importPartners, updatePartner } from './partner.service.js';
import {
  CreatePartnerInput,
  Partner,
  PartnerConnection,
  PartnerMove,
  PartnerPayload,
  PartnersArgs,
  UpdatePartnerInput,
} from './partner.types.js';

@Resolver(() => Partner)
export class PartnerResolver {
  /** @param books what moving partners brings with it */
  constructor(private readonly books: PartnerBooks) {}

  @Query(() => Partner, {
    nullable: true,
    description: 'The partner with this id; null where there is none for you.',
  })
  partner(
    @Arg('id', () => ID, { description: 'Identifier, `par_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<Partner | null> {
    return loadPartner(context, id);
  }

  @Query(() => Partner, {
    nullable: true,
    description: 'The partner with this identifier in another system.',
  })
  partnerByExternalId(
    @Args(() => ExternalIdArgs) { source, externalId }: ExternalIdArgs,
    @Ctx() context: RequestContext,
  ): Promise<Partner | null> {
    return loadPartnerByExternalId(context, source, externalId);
  }

  @Query(() => PartnerConnection, { description: 'Partners.' })
  async partners(@Args(() => PartnersArgs) args: PartnersArgs, @Ctx() context: RequestContext) {
    return toConnection(await listPartners(context, args), (row) => row);
  }

  @FieldResolver(() => Partner, {
    nullable: true,
    description: 'The partner it is below; null: nobody, or none that you may see.',
  })
  async parent(@Root() partner: Partner, @Ctx() context: RequestContext): Promise<Partner | null> {
    return partner.parentId == null ? null : loadPartner(context, partner.parentId);
  }

  @FieldResolver(() => [Partner], {
    nullable: true,
    description: 'The partners it is below, nearest first; at most 7, as far as you may see them.',
  })
  ancestors(@Root() partner: Partner, @Ctx() context: RequestContext): Promise<Partner[]> {
    return loadAncestors(context, partner.id);
  }

  @FieldResolver(() => PartnerConnection, {
    nullable: true,
    description: 'The partners directly below it.',
  })
  async children(
    @Root() partner: Partner,
    @Args(() => PartnersArgs) args: PartnersArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await listChildren(context, partner.id, args);
    return page && toConnection(page, (row) => row);
  }

  @FieldResolver(() => PartnerMove, {
    nullable: true,
    description: 'Where it is about to be moved, with a book that takes longer; null otherwise. Staff only.',
  })
  pendingMove(@Root() partner: Partner, @Ctx() context: RequestContext): Promise<PartnerMove | null> {
    return loadMove(context, partner.id);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first. Staff only.',
  })
  history(
    @Root() partner: Partner,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'partner', partner.id, args);
  }

  @Mutation(() => PartnerPayload, { description: 'Creates a partner. Roles: admin, manager, operator.' })
  createPartner(
    @Arg('input', () => CreatePartnerInput, { description: 'The new partner.' }) input: CreatePartnerInput,
    @Ctx() context: RequestContext,
  ): Promise<PartnerPayload> {
    return payload(async () => ({ partner: await createPartner(context, input) }));
  }

  @Mutation(() => PartnerPayload, {
    description:
      'Changes a partner. One that is moved below another takes all below it along, and their customers are at once seen by those above, and by these alone; with more than 5,000 customers it is moved, as much at once, a little later: `pendingMove` says so until then. Roles: admin, manager, operator.',
  })
  updatePartner(
    @Arg('input', () => UpdatePartnerInput, { description: 'What changes.' }) input: UpdatePartnerInput,
    @Ctx() context: RequestContext,
  ): Promise<PartnerPayload> {
    return payload(async () => ({ partner: await updatePartner(context, this.books, input) }));
  }

  @Mutation(() => ImportReport, { description: 'Imports rows of `partners.csv`. Roles: admin, operator.' })
  importPartners(
    @Arg('input', () => ImportInput, { description: 'The rows.' }) input: ImportInput,
    @Ctx() context: RequestContext,
  ): Promise<ImportReport> {
    return importPartners(context, this.books, input);
  }
}

@Resolver(() => PartnerMove)
export class PartnerMoveResolver {
  @FieldResolver(() => Partner, { nullable: true, description: 'Below whom; null: below nobody.' })
  async parent(@Root() move: PartnerMove, @Ctx() context: RequestContext): Promise<Partner | null> {
    return move.parentId === null ? null : loadPartner(context, move.parentId);
  }
}
