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
import { listPartners, loadPartner, loadPartnerByExternalId } from './partner.loader.js';
import { createPartner, importPartners, updatePartner } from './partner.service.js';
import {
  CreatePartnerInput,
  Partner,
  PartnerConnection,
  PartnerPayload,
  PartnersArgs,
  UpdatePartnerInput,
} from './partner.types.js';

@Resolver(() => Partner)
export class PartnerResolver {
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

  @Mutation(() => PartnerPayload, { description: 'Changes a partner. Roles: admin, manager, operator.' })
  updatePartner(
    @Arg('input', () => UpdatePartnerInput, { description: 'What changes.' }) input: UpdatePartnerInput,
    @Ctx() context: RequestContext,
  ): Promise<PartnerPayload> {
    return payload(async () => ({ partner: await updatePartner(context, input) }));
  }

  @Mutation(() => ImportReport, { description: 'Imports rows of `partners.csv`. Roles: admin, operator.' })
  importPartners(
    @Arg('input', () => ImportInput, { description: 'The rows.' }) input: ImportInput,
    @Ctx() context: RequestContext,
  ): Promise<ImportReport> {
    return importPartners(context, input);
  }
}
