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
import { loadAgreement, ServiceLevelAgreement } from '../agreement/index.js';
import { Customer, loadCustomer } from '../customer/index.js';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { loadProduct, Product } from '../product/index.js';
import { loadSupportLevel, SupportLevel } from '../support-level/index.js';
import {
  listEntitlements,
  listEntitlementsOf,
  loadEntitlement,
  loadEntitlementByExternalId,
  loadSupportLevelOf,
} from './entitlement.loader.js';
import {
  createEntitlement,
  endEntitlement,
  importEntitlements,
  updateEntitlement,
} from './entitlement.service.js';
import {
  Asset,
  CreateEntitlementInput,
  EndEntitlementInput,
  Entitlement,
  EntitlementConnection,
  EntitlementPayload,
  EntitlementsArgs,
  UpdateEntitlementInput,
} from './entitlement.types.js';

@Resolver(() => Entitlement)
export class EntitlementResolver {
  @Query(() => Entitlement, {
    nullable: true,
    description: 'The entitlement with this id; null where there is none for you.',
  })
  entitlement(
    @Arg('id', () => ID, { description: 'Identifier, `ent_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<Entitlement | null> {
    return loadEntitlement(context, id);
  }

  @Query(() => Entitlement, {
    nullable: true,
    description:
      'The entitlement imported from another system under this identifier: its customer, product or asset, agreement and first day there, with `|` between.',
  })
  entitlementByExternalId(
    @Args(() => ExternalIdArgs) { source, externalId }: ExternalIdArgs,
    @Ctx() context: RequestContext,
  ): Promise<Entitlement | null> {
    return loadEntitlementByExternalId(context, source, externalId);
  }

  @Query(() => EntitlementConnection, { description: 'Entitlements.' })
  async entitlements(@Args(() => EntitlementsArgs) args: EntitlementsArgs, @Ctx() context: RequestContext) {
    return toConnection(await listEntitlements(context, args), (row) => row);
  }

  @FieldResolver(() => Customer, { nullable: true, description: 'Who is entitled.' })
  async customer(@Root() entitlement: Entitlement, @Ctx() context: RequestContext): Promise<Customer | null> {
    return entitlement.customerId == null ? null : loadCustomer(context, entitlement.customerId);
  }

  @FieldResolver(() => Product, { nullable: true, description: 'To what; null where it is an asset.' })
  async product(@Root() entitlement: Entitlement, @Ctx() context: RequestContext): Promise<Product | null> {
    return entitlement.productId == null ? null : loadProduct(context, entitlement.productId);
  }

  @FieldResolver(() => Asset, { nullable: true, description: 'To what; null where it is a product.' })
  asset(@Root() entitlement: Entitlement): Asset | null {
    return entitlement.assetId == null ? null : { id: entitlement.assetId };
  }

  @FieldResolver(() => ServiceLevelAgreement, {
    nullable: true,
    description: 'The version of an agreement that applies.',
  })
  async agreement(
    @Root() entitlement: Entitlement,
    @Ctx() context: RequestContext,
  ): Promise<ServiceLevelAgreement | null> {
    return entitlement.agreementId == null ? null : loadAgreement(context, entitlement.agreementId);
  }

  @FieldResolver(() => SupportLevel, { nullable: true, description: 'The support level that applies.' })
  async supportLevel(
    @Root() entitlement: Entitlement,
    @Ctx() context: RequestContext,
  ): Promise<SupportLevel | null> {
    return entitlement.supportLevelId == null ? null : loadSupportLevel(context, entitlement.supportLevelId);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first. Staff only.',
  })
  history(
    @Root() entitlement: Entitlement,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'entitlement', entitlement.id, args);
  }

  @Mutation(() => EntitlementPayload, {
    description:
      'Creates an entitlement beside those that subscriptions imply. Roles: admin, manager, operator.',
  })
  createEntitlement(
    @Arg('input', () => CreateEntitlementInput, { description: 'The new entitlement.' })
    input: CreateEntitlementInput,
    @Ctx() context: RequestContext,
  ): Promise<EntitlementPayload> {
    return payload(async () => ({ entitlement: await createEntitlement(context, input) }));
  }

  @Mutation(() => EntitlementPayload, {
    description:
      'Changes an entitlement; one that a subscription implies is refused with `ENTITLEMENT_IMPLIED`. Roles: admin, manager, operator.',
  })
  updateEntitlement(
    @Arg('input', () => UpdateEntitlementInput, { description: 'What changes.' })
    input: UpdateEntitlementInput,
    @Ctx() context: RequestContext,
  ): Promise<EntitlementPayload> {
    return payload(async () => ({ entitlement: await updateEntitlement(context, input) }));
  }

  @Mutation(() => EntitlementPayload, {
    description:
      'Ends an entitlement; one that a subscription implies is refused with `ENTITLEMENT_IMPLIED`. Roles: admin, manager, operator.',
  })
  endEntitlement(
    @Arg('input', () => EndEntitlementInput, { description: 'Which, and when.' }) input: EndEntitlementInput,
    @Ctx() context: RequestContext,
  ): Promise<EntitlementPayload> {
    return payload(async () => ({ entitlement: await endEntitlement(context, input) }));
  }

  @Mutation(() => ImportReport, {
    description:
      'Imports rows of `entitlements.csv`; an asset is named by its platform id. Roles: admin, operator.',
  })
  importEntitlements(
    @Arg('input', () => ImportInput, { description: 'The rows.' }) input: ImportInput,
    @Ctx() context: RequestContext,
  ): Promise<ImportReport> {
    return importEntitlements(context, input);
  }
}

@Resolver(() => Customer)
export class CustomerEntitlementsResolver {
  @FieldResolver(() => EntitlementConnection, { nullable: true, description: 'What it is entitled to.' })
  async entitlements(
    @Root() customer: Customer,
    @Args(() => EntitlementsArgs) args: EntitlementsArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await listEntitlementsOf(context, 'customer', customer.id, args);
    return page && toConnection(page, (row) => row);
  }

  @FieldResolver(() => SupportLevel, {
    nullable: true,
    description:
      'Its support level: of its entitlements in force today (in its time zone) that have one, that of the agreement with the highest uptime target; ties go to the earliest first day, then the smallest id. Null where there is none.',
  })
  supportLevel(@Root() customer: Customer, @Ctx() context: RequestContext): Promise<SupportLevel | null> {
    return loadSupportLevelOf(context, customer.id);
  }
}
