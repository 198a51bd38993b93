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
import { AccountKind, CustomerStage, kindsOn, loadStaged, stageOn } from '../customer-stage/index.js';
import { loadPartner, Partner } from '../partner/index.js';
import { loadPerson, Person } from '../person/index.js';
import {
  listCustomers,
  listCustomersOf,
  loadCustomer,
  loadCustomerByCsi,
  loadCustomerByExternalId,
} from './customer.loader.js';
import { dayIn } from './customer.rules.js';
import { createCustomer, importCustomers, updateCustomer } from './customer.service.js';
import {
  CreateCustomerInput,
  Customer,
  CustomerAccess,
  CustomerConnection,
  CustomerPayload,
  CustomersArgs,
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
      until: customer.accessUntil ?? null,
      openTickets: customer.accessActive ? null : (customer.accessOpenTickets ?? 'KEEP'),
      byId: customer.accessBy ?? null,
    };
  }

  @FieldResolver(() => CustomerStage, {
    nullable: true,
    description: 'How far it is with the company today.',
  })
  async stage(@Root() customer: Customer, @Ctx() context: RequestContext) {
    if (customer.timeZone == null) return null;
    const subscriptions = await loadStaged(context, customer.id);
    return stageOn(customer.terminatesOn ?? null, subscriptions, dayIn(customer.timeZone, context.now));
  }

  @FieldResolver(() => [AccountKind], {
    nullable: true,
    description: 'The kinds of its subscriptions that run today, each once; empty: none runs.',
  })
  async accountKinds(@Root() customer: Customer, @Ctx() context: RequestContext) {
    if (customer.timeZone == null) return null;
    return kindsOn(await loadStaged(context, customer.id), dayIn(customer.timeZone, context.now));
  }

  @FieldResolver(() => Customer, {
    nullable: true,
    description: 'The customer that it turned out to be, which stands for both; null: it stands for itself.',
  })
  async mergedInto(@Root() customer: Customer, @Ctx() context: RequestContext): Promise<Customer | null> {
    return customer.mergedInto == null ? null : loadCustomer(context, customer.mergedInto);
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
