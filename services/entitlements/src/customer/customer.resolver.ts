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
import { loadPerson, Person } from '../person/index.js';
import {
  listCustomers,
  listCustomersOf,
  loadCustomer,
  loadCustomerByCsi,
  loadCustomerByExternalId,
} from './customer.loader.js';
import {
  activateCustomer,
  createCustomer,
  deactivateCustomer,
  importCustomers,
  updateCustomer,
} from './customer.service.js';
import {
  ActivateCustomerInput,
  CreateCustomerInput,
  Customer,
  CustomerAccess,
  CustomerConnection,
  CustomerPayload,
  CustomersArgs,
  DeactivateCustomerInput,
  UpdateCustomerInput,
} from './customer.types.js';

@Resolver(() => Customer)
export class CustomerResolver {
  @Query(() => Customer, {
    nullable: true,
    description: 'The customer with this id; null where there is none for you.',
  })
  customer(
    @Arg('id', () => ID, { description: 'Identifier, `cus_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<Customer | null> {
    return loadCustomer(context, id);
  }

  @Query(() => Customer, {
    nullable: true,
    description: 'The customer with this identifier in another system; null where there is none for you.',
  })
  customerByExternalId(
    @Args(() => ExternalIdArgs) { source, externalId }: ExternalIdArgs,
    @Ctx() context: RequestContext,
  ): Promise<Customer | null> {
    return loadCustomerByExternalId(context, source, externalId);
  }

  @Query(() => Customer, {
    nullable: true,
    description: 'The customer with this support identifier; null where there is none for you.',
  })
  customerByCsi(
    @Arg('csi', () => String, {
      description: 'Customer support identifier; case, dashes and spaces do not matter.',
    })
    csi: string,
    @Ctx() context: RequestContext,
  ): Promise<Customer | null> {
    return loadCustomerByCsi(context, csi);
  }

  @Query(() => CustomerConnection, { description: 'Customers.' })
  async customers(@Args(() => CustomersArgs) args: CustomersArgs, @Ctx() context: RequestContext) {
    return toConnection(await listCustomers(context, args), (row) => row);
  }

  @FieldResolver(() => CustomerAccess, {
    nullable: true,
    description: 'Whether its access is on, since when and why.',
  })
  access(@Root() customer: Customer): CustomerAccess | null {
    if (customer.accessActive == null || customer.accessSince == null) return null;
    return {
      active: customer.accessActive,
      since: customer.accessSince,
      reason: customer.accessReason ?? null,
      byId: customer.accessBy ?? null,
    };
  }

  @FieldResolver(() => Partner, {
    nullable: true,
    description: 'The partner that resells to it; null: nobody does.',
  })
  async partner(@Root() customer: Customer, @Ctx() context: RequestContext): Promise<Partner | null> {
    return customer.partnerId == null ? null : loadPartner(context, customer.partnerId);
  }

  @FieldResolver(() => Person, { nullable: true, description: 'Who looks after its contracts.' })
  async accountManager(@Root() customer: Customer, @Ctx() context: RequestContext): Promise<Person | null> {
    return customer.accountManagerId == null ? null : loadPerson(context, customer.accountManagerId);
  }

  @FieldResolver(() => Person, { nullable: true, description: 'The support analyst who knows it best.' })
  async designatedAnalyst(
    @Root() customer: Customer,
    @Ctx() context: RequestContext,
  ): Promise<Person | null> {
    return customer.designatedAnalystId == null ? null : loadPerson(context, customer.designatedAnalystId);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first. Staff only.',
  })
  history(
    @Root() customer: Customer,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'customer', customer.id, args);
  }

  @Mutation(() => CustomerPayload, { description: 'Creates a customer. Roles: admin, manager, operator.' })
  createCustomer(
    @Arg('input', () => CreateCustomerInput, { description: 'The new customer.' }) input: CreateCustomerInput,
    @Ctx() context: RequestContext,
  ): Promise<CustomerPayload> {
    return payload(async () => ({ customer: await createCustomer(context, input) }));
  }

  @Mutation(() => CustomerPayload, { description: 'Changes a customer. Roles: admin, manager, operator.' })
  updateCustomer(
    @Arg('input', () => UpdateCustomerInput, { description: 'What changes.' }) input: UpdateCustomerInput,
    @Ctx() context: RequestContext,
  ): Promise<CustomerPayload> {
    return payload(async () => ({ customer: await updateCustomer(context, input) }));
  }

  @Mutation(() => CustomerPayload, {
    description:
      "Switches a customer's access on; one that is on already stays as it is. Roles: admin, manager, operator.",
  })
  activateCustomer(
    @Arg('input', () => ActivateCustomerInput, { description: 'Whose, and why.' })
    input: ActivateCustomerInput,
    @Ctx() context: RequestContext,
  ): Promise<CustomerPayload> {
    return payload(async () => ({ customer: await activateCustomer(context, input) }));
  }

  @Mutation(() => CustomerPayload, {
    description:
      "Switches a customer's access off; one that is off already stays as it is. Roles: admin, manager, operator.",
  })
  deactivateCustomer(
    @Arg('input', () => DeactivateCustomerInput, { description: 'Whose, and why.' })
    input: DeactivateCustomerInput,
    @Ctx() context: RequestContext,
  ): Promise<CustomerPayload> {
    return payload(async () => ({ customer: await deactivateCustomer(context, input) }));
  }

  @Mutation(() => ImportReport, {
    description:
      'Imports rows of `customers.csv`: people named but not on record are created, a missing CSI is issued, one that another customer has rejects its row. Roles: admin, operator.',
  })
  importCustomers(
    @Arg('input', () => ImportInput, { description: 'The rows.' }) input: ImportInput,
    @Ctx() context: RequestContext,
  ): Promise<ImportReport> {
    return importCustomers(context, input);
  }
}

@Resolver(() => CustomerAccess)
export class CustomerAccessResolver {
  @FieldResolver(() => Person, {
    nullable: true,
    description: 'Who switched it; null for the platform and for machines.',
  })
  async by(@Root() access: CustomerAccess, @Ctx() context: RequestContext): Promise<Person | null> {
    return access.byId === null ? null : loadPerson(context, access.byId);
  }
}

@Resolver(() => Partner)
export class PartnerCustomersResolver {
  @FieldResolver(() => CustomerConnection, { nullable: true, description: 'The customers it resells to.' })
  async customers(
    @Root() partner: Partner,
    @Args(() => CustomersArgs) args: CustomersArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await listCustomersOf(context, 'partner', partner.id, args);
    return page && toConnection(page, (row) => row);
  }
}

@Resolver(() => Person)
export class AccountManagerCustomersResolver {
  @FieldResolver(() => CustomerConnection, {
    nullable: true,
    description: 'The customers whose account manager this person is.',
  })
  async managedCustomers(
    @Root() person: Person,
    @Args(() => CustomersArgs) args: CustomersArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await listCustomersOf(context, 'accountManager', person.id, args);
    return page && toConnection(page, (row) => row);
  }
}
