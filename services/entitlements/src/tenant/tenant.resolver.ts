import { ConnectionArgs, toConnection, type RequestContext } from '@plimsoll/shared';
import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Branding } from '../branding/index.js';
import { Contact, loadContact } from '../contact/index.js';
import { Customer, loadCustomer } from '../customer/index.js';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { loadPod, Pod } from '../pod/index.js';
import { CustomerSubscription, loadSubscription } from '../subscription/index.js';
import { listTenants, listTenantsOf, loadOperations, loadTenant, loadTenantOf } from './tenant.loader.js';
import { Tenant, TenantConnection, TenantOperationEntry, TenantsArgs } from './tenant.types.js';

@Resolver(() => Tenant)
export class TenantResolver {
  @Query(() => Tenant, {
    nullable: true,
    description: 'The tenant with this id; null where there is none for you.',
  })
  tenant(
    @Arg('id', () => ID, { description: 'Identifier, `tnt_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<Tenant | null> {
    return loadTenant(context, id);
  }

  @Query(() => TenantConnection, { description: 'Tenants.' })
  async tenants(@Args(() => TenantsArgs) args: TenantsArgs, @Ctx() context: RequestContext) {
    return toConnection(await listTenants(context, args), (row) => row);
  }

  @FieldResolver(() => Customer, { nullable: true, description: 'Whose it is.' })
  async customer(@Root() tenant: Tenant, @Ctx() context: RequestContext): Promise<Customer | null> {
    return tenant.customerId == null ? null : loadCustomer(context, tenant.customerId);
  }

  @FieldResolver(() => CustomerSubscription, { nullable: true, description: 'What runs in it.' })
  async subscription(
    @Root() tenant: Tenant,
    @Ctx() context: RequestContext,
  ): Promise<CustomerSubscription | null> {
    return tenant.subscriptionId == null ? null : loadSubscription(context, tenant.subscriptionId);
  }

  @FieldResolver(() => Pod, { nullable: true, description: 'Where it runs.' })
  async pod(@Root() tenant: Tenant, @Ctx() context: RequestContext): Promise<Pod | null> {
    return tenant.podId == null ? null : loadPod(context, tenant.podId);
  }

  @FieldResolver(() => Branding, { nullable: true, description: 'How it looks.' })
  branding(@Root() { branding }: Tenant): Branding | null {
    // Kept as the order or the customer's branding gave it, each of which was checked.
    return (branding as Branding | null | undefined) ?? null;
  }

  @FieldResolver(() => [Contact], { nullable: true, description: 'The contacts who may enter.' })
  async members(@Root() { members }: Tenant, @Ctx() context: RequestContext): Promise<Contact[] | null> {
    if (members == null) return null;
    const found = await Promise.all(members.map((id) => loadContact(context, id)));
    return found.filter((contact) => contact !== null);
  }

  @FieldResolver(() => [TenantOperationEntry], {
    nullable: true,
    description: 'What was done to it, the earliest first. Staff only.',
  })
  operations(@Root() tenant: Tenant, @Ctx() context: RequestContext): Promise<TenantOperationEntry[]> {
    return loadOperations(context, tenant.id);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first. Staff only.',
  })
  history(
    @Root() tenant: Tenant,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'tenant', tenant.id, args);
  }
}

@Resolver(() => Customer)
export class CustomerTenantsResolver {
  @FieldResolver(() => TenantConnection, {
    nullable: true,
    description: 'Its tenants, deleted ones among them.',
  })
  async tenants(
    @Root() customer: Customer,
    @Args(() => TenantsArgs) args: TenantsArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await listTenantsOf(context, customer.id, args);
    return page && toConnection(page, (row) => row);
  }
}

@Resolver(() => CustomerSubscription)
export class SubscriptionTenantResolver {
  @FieldResolver(() => Tenant, {
    nullable: true,
    description: 'What it runs in; null where there is none yet, or none any more.',
  })
  tenant(@Root() subscription: CustomerSubscription, @Ctx() context: RequestContext): Promise<Tenant | null> {
    return loadTenantOf(context, subscription.id);
  }
}
