import {
  ConnectionArgs,
  ExternalIdArgs,
  ImportInput,
  ImportReport,
  payload,
  toConnection,
  type RequestContext,
} from '@plimsoll/shared';
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { loadPartner, Partner } from '../partner/index.js';
import { loadPlan, Plan } from '../plan/index.js';
import { importPriceLists } from './price-list-import.service.js';
import {
  listPriceLists,
  listPriceListsOf,
  loadPriceList,
  loadPriceListByExternalId,
  loadSuccessor,
  loadUnitPrice,
} from './price-list.loader.js';
import { createPriceList, supersedePriceList, updatePriceList } from './price-list.service.js';
import {
  CreatePriceListInput,
  PriceList,
  PriceListConnection,
  PriceListEntry,
  PriceListPayload,
  PriceListsArgs,
  SupersedePriceListInput,
  UnitPrice,
  UnitPriceArgs,
  UpdatePriceListInput,
} from './price-list.types.js';

@Resolver(() => PriceList)
export class PriceListResolver {
  @Query(() => PriceList, {
    nullable: true,
    description: 'The price list with this id; null where there is none for you.',
  })
  priceList(
    @Arg('id', () => ID, { description: 'Identifier, `prl_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<PriceList | null> {
    return loadPriceList(context, id);
  }

  @Query(() => PriceList, {
    nullable: true,
    description: 'The price list with this identifier in another system; null where there is none for you.',
  })
  priceListByExternalId(
    @Args(() => ExternalIdArgs) { source, externalId }: ExternalIdArgs,
    @Ctx() context: RequestContext,
  ): Promise<PriceList | null> {
    return loadPriceListByExternalId(context, source, externalId);
  }

  @Query(() => PriceListConnection, {
    description: 'Price lists; for a partner its own and those of partners below it.',
  })
  async priceLists(@Args(() => PriceListsArgs) args: PriceListsArgs, @Ctx() context: RequestContext) {
    return toConnection(await listPriceLists(context, args), (row) => row);
  }

  @FieldResolver(() => Partner, {
    nullable: true,
    description: 'Whose list it is; null: that of the company.',
  })
  async partner(@Root() list: PriceList, @Ctx() context: RequestContext): Promise<Partner | null> {
    return list.partnerId == null ? null : loadPartner(context, list.partnerId);
  }

  @FieldResolver(() => [PriceListEntry], {
    nullable: true,
    description: 'Its prices, at most 1,000, by plan and quantity.',
  })
  entries(
    @Root() list: PriceList,
    @Arg('planId', () => ID, { nullable: true, description: 'Those of this plan alone, `pln_…`.' })
    planId: string | null,
  ): PriceListEntry[] {
    return (list.entries ?? [])
      .filter((entry) => planId == null || entry.planId === planId)
      .map(({ monthlyPrice, ...entry }) => ({
        ...entry,
        monthlyPrice: { amount: monthlyPrice, currency: list.currency ?? '' },
      }));
  }

  @FieldResolver(() => PriceList, { nullable: true, description: 'The list that it came in place of.' })
  async supersedes(@Root() list: PriceList, @Ctx() context: RequestContext): Promise<PriceList | null> {
    return list.supersedesId == null ? null : loadPriceList(context, list.supersedesId);
  }

  @FieldResolver(() => PriceList, { nullable: true, description: 'The list that came in its place.' })
  supersededBy(@Root() list: PriceList, @Ctx() context: RequestContext): Promise<PriceList | null> {
    return loadSuccessor(context, list.id);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom, when and why; newest first. Staff only.',
  })
  history(
    @Root() list: PriceList,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'price_list', list.id, args);
  }

  @Mutation(() => PriceListPayload, {
    description:
      'Creates a price list. An owner has one list a currency on a day, else `PRICE_LISTS_OVERLAP`. Roles: admin, manager, operator.',
  })
  createPriceList(
    @Arg('input', () => CreatePriceListInput, { description: 'The new list.' }) input: CreatePriceListInput,
    @Ctx() context: RequestContext,
  ): Promise<PriceListPayload> {
    return payload(async () => ({ priceList: await createPriceList(context, input) }));
  }

  @Mutation(() => PriceListPayload, {
    description: 'Changes a price list. Roles: admin, manager, operator.',
  })
  updatePriceList(
    @Arg('input', () => UpdatePriceListInput, { description: 'What changes.' }) input: UpdatePriceListInput,
    @Ctx() context: RequestContext,
  ): Promise<PriceListPayload> {
    return payload(async () => ({ priceList: await updatePriceList(context, input) }));
  }

  @Mutation(() => PriceListPayload, {
    description:
      'Ends a price list and begins another on the same day, which is answered. Roles: admin, manager, operator.',
  })
  supersedePriceList(
    @Arg('input', () => SupersedePriceListInput, { description: 'Which, when, and what changes.' })
    input: SupersedePriceListInput,
    @Ctx() context: RequestContext,
  ): Promise<PriceListPayload> {
    return payload(async () => ({ priceList: await supersedePriceList(context, input) }));
  }

  @Mutation(() => ImportReport, {
    description:
      'Imports rows of `price_lists.csv`: one a price, those with one external_id are one list. Roles: admin, operator.',
  })
  importPriceLists(
    @Arg('input', () => ImportInput, { description: 'The rows.' }) input: ImportInput,
    @Ctx() context: RequestContext,
  ): Promise<ImportReport> {
    return importPriceLists(context, input);
  }
}

@Resolver(() => PriceListEntry)
export class PriceListEntryResolver {
  @FieldResolver(() => Plan, { nullable: true, description: 'The plan.' })
  plan(@Root() entry: PriceListEntry, @Ctx() context: RequestContext): Promise<Plan | null> {
    return loadPlan(context, entry.planId);
  }
}

@Resolver(() => UnitPrice)
export class UnitPriceResolver {
  @FieldResolver(() => PriceList, {
    nullable: true,
    description: "The list that says so; null: the plan's own price, or a list that you may not see.",
  })
  async priceList(@Root() price: UnitPrice, @Ctx() context: RequestContext): Promise<PriceList | null> {
    return price.priceListId === null ? null : loadPriceList(context, price.priceListId);
  }
}

@Resolver(() => Partner)
export class PartnerPriceListsResolver {
  @FieldResolver(() => PriceListConnection, { nullable: true, description: 'Its own price lists.' })
  async priceLists(
    @Root() partner: Partner,
    @Args(() => PriceListsArgs) args: PriceListsArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await listPriceListsOf(context, partner.id, args);
    return page && toConnection(page, (row) => row);
  }

  @FieldResolver(() => UnitPrice, {
    nullable: true,
    description:
      "What a unit of a plan costs when it sells it: by the nearest price list in force that prices the plan (its own, that of the partner above it and so on, then the company's), else the plan's own price; null where there is none. Staff, and partners themselves.",
  })
  async unitPrice(
    @Root() partner: Partner,
    @Args(() => UnitPriceArgs) { planId, quantity, on }: UnitPriceArgs,
    @Ctx() context: RequestContext,
  ): Promise<UnitPrice | null> {
    const day = on ?? context.now.toISOString().slice(0, 10);
    const found = await loadUnitPrice(context, partner.id, { planId, quantity, on: day });
    return (
      found && {
        price: { amount: found.amount, currency: found.currency },
        priceListId: found.priceListId,
      }
    );
  }
}
