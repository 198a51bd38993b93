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
import { Customer, loadCustomer } from '../customer/index.js';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { listContacts, listContactsOf, loadContact, loadContactByExternalId } from './contact.loader.js';
import { createContact, importContacts, updateContact } from './contact.service.js';
import {
  Contact,
  ContactConnection,
  ContactPayload,
  ContactsArgs,
  CreateContactInput,
  UpdateContactInput,
} from './contact.types.js';

@Resolver(() => Contact)
export class ContactResolver {
  @Query(() => Contact, {
    nullable: true,
    description: 'The contact with this id; null where there is none for you.',
  })
  contact(
    @Arg('id', () => ID, { description: 'Identifier, `con_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<Contact | null> {
    return loadContact(context, id);
  }

  @Query(() => Contact, {
    nullable: true,
    description: 'The contact with this identifier in another system; null where there is none for you.',
  })
  contactByExternalId(
    @Args(() => ExternalIdArgs) { source, externalId }: ExternalIdArgs,
    @Ctx() context: RequestContext,
  ): Promise<Contact | null> {
    return loadContactByExternalId(context, source, externalId);
  }

  @Query(() => ContactConnection, { description: 'Contacts.' })
  async contacts(@Args(() => ContactsArgs) args: ContactsArgs, @Ctx() context: RequestContext) {
    return toConnection(await listContacts(context, args), (row) => row);
  }

  @FieldResolver(() => Customer, { nullable: true, description: 'Where this person works.' })
  async customer(@Root() contact: Contact, @Ctx() context: RequestContext): Promise<Customer | null> {
    return contact.customerId == null ? null : loadCustomer(context, contact.customerId);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description:
      'What changed, by whom and when, newest first; mail address and number are left out. Staff only.',
  })
  history(
    @Root() contact: Contact,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'contact', contact.id, args);
  }

  @Mutation(() => ContactPayload, {
    description: 'Creates a contact. Roles: admin, manager, operator, agent.',
  })
  createContact(
    @Arg('input', () => CreateContactInput, { description: 'The new contact.' }) input: CreateContactInput,
    @Ctx() context: RequestContext,
  ): Promise<ContactPayload> {
    return payload(async () => ({ contact: await createContact(context, input) }));
  }

  @Mutation(() => ContactPayload, {
    description: 'Changes a contact. Roles: admin, manager, operator, agent.',
  })
  updateContact(
    @Arg('input', () => UpdateContactInput, { description: 'What changes.' }) input: UpdateContactInput,
    @Ctx() context: RequestContext,
  ): Promise<ContactPayload> {
    return payload(async () => ({ contact: await updateContact(context, input) }));
  }

  @Mutation(() => ImportReport, { description: 'Imports rows of `contacts.csv`. Roles: admin, operator.' })
  importContacts(
    @Arg('input', () => ImportInput, { description: 'The rows.' }) input: ImportInput,
    @Ctx() context: RequestContext,
  ): Promise<ImportReport> {
    return importContacts(context, input);
  }
}

@Resolver(() => Customer)
export class CustomerContactsResolver {
  @FieldResolver(() => ContactConnection, { nullable: true, description: 'The people there whom we know.' })
  async contacts(
    @Root() customer: Customer,
    @Args(() => ContactsArgs) args: ContactsArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await listContactsOf(context, customer.id, args);
    return page && toConnection(page, (row) => row);
  }
}
