import { ConnectionArgs, payload, type RequestContext } from '@plimsoll/shared';
import { Arg, Args, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { Contact, loadContact } from '../contact/index.js';
import { Customer } from '../customer/index.js';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { loadCustomerSettings } from './customer-settings.loader.js';
import { DEFAULT_SETTINGS } from './customer-settings.rules.js';
import { updateCustomerSettings } from './customer-settings.service.js';
import type { CustomerSettingsRecord } from './customer-settings.store.js';
import {
  CustomerSettings,
  CustomerSettingsPayload,
  UpdateCustomerSettingsInput,
} from './customer-settings.types.js';

function shown(customerId: string, settings: CustomerSettingsRecord | null): CustomerSettings {
  return { customerId, ...(settings ?? { version: 0, ...DEFAULT_SETTINGS }) };
}

@Resolver(() => CustomerSettings)
export class CustomerSettingsResolver {
  @FieldResolver(() => Contact, { nullable: true, description: 'Whom to turn to about money.' })
  async billingContact(
    @Root() settings: CustomerSettings,
    @Ctx() context: RequestContext,
  ): Promise<Contact | null> {
    return settings.billingContactId === null ? null : loadContact(context, settings.billingContactId);
  }

  @FieldResolver(() => Contact, {
    nullable: true,
    description: 'Whom to turn to about the safety of its data.',
  })
  async securityContact(
    @Root() settings: CustomerSettings,
    @Ctx() context: RequestContext,
  ): Promise<Contact | null> {
    return settings.securityContactId === null ? null : loadContact(context, settings.securityContactId);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first. Staff only.',
  })
  history(
    @Root() settings: CustomerSettings,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'customer_settings', settings.customerId, args);
  }

  @Mutation(() => CustomerSettingsPayload, {
    description: 'Changes what a customer has set. Roles: admin, manager, operator, agent.',
  })
  updateCustomerSettings(
    @Arg('input', () => UpdateCustomerSettingsInput, { description: 'What changes.' })
    input: UpdateCustomerSettingsInput,
    @Ctx() context: RequestContext,
  ): Promise<CustomerSettingsPayload> {
    return payload(async () => ({
      settings: shown(input.customerId, await updateCustomerSettings(context, input)),
    }));
  }
}

@Resolver(() => Customer)
export class SettingsOfCustomerResolver {
  @FieldResolver(() => CustomerSettings, {
    nullable: true,
    description: 'What it has set for itself: language, notifications, purchase orders, contacts by purpose.',
  })
  async settings(
    @Root() customer: Customer,
    @Ctx() context: RequestContext,
  ): Promise<CustomerSettings | null> {
    return customer.csi == null ? null : shown(customer.id, await loadCustomerSettings(context, customer.id));
  }
}
