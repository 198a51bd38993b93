import {
  authorize,
  authorOf,
  cellOr,
  checkText,
  column,
  createOnce,
  importRows,
  referencesTo,
  resolveReferences,
  storeRecords,
  type ImportInput,
  type ImportReport,
  type RequestContext,
} from '@plimsoll/shared';
import { z } from 'zod';
import { checkLocale, customerRecords } from '../customer/index.js';
import { contactInactive } from './contact.errors.js';
import { checkEmail, checkPhone } from './contact.rules.js';
import { contactRecords, type ContactRecord } from './contact.store.js';
import type { CreateContactInput, UpdateContactInput } from './contact.types.js';
import { reserveDesignation } from './designation.service.js';

const importColumns = z.object({
  external_id: column.required.text,
  customer: column.required.text,
  name: column.required.text,
  email: column.parsed((text) => checkEmail(text, 'email')),
  phone: column.parsed((text) => checkPhone(text, 'phone')),
  designated: column.boolean,
  locale: column.parsed((text) => checkLocale(text, 'locale')),
});
type ContactRow = z.infer<typeof importColumns>;

/** Creates a contact. Roles: admin, manager, operator, agent. @throws DomainError `DESIGNATED_MAXIMUM` */
export async function createContact(
  context: RequestContext,
  input: CreateContactInput,
): Promise<ContactRecord> {
  authorize(context, 'admin', 'manager', 'operator', 'agent');
  return createOnce(context, contactRecords, {
    prefix: 'con',
    mutation: 'createContact',
    input,
    values: async (tx) => {
      await customerRecords.require(tx, input.customerId, ['customerId']);
      if (input.designated) await reserveDesignation(tx, input.customerId, context.now, ['designated']);
      return {
        customerId: input.customerId,
        name: checkText(input.name, 'name'),
        email: input.email == null ? null : checkEmail(input.email, 'email'),
        phone: input.phone == null ? null : checkPhone(input.phone, 'phone'),
        designated: input.designated,
        active: true,
        locale: input.locale == null ? null : checkLocale(input.locale, 'locale'),
      };
    },
  });
}

/** Changes a contact. Roles: admin, manager, operator, agent. @throws DomainError `DESIGNATED_MAXIMUM` */
export async function updateContact(
  context: RequestContext,
  input: UpdateContactInput,
): Promise<ContactRecord> {
  authorize(context, 'admin', 'manager', 'operator', 'agent');
  return context.session.transaction(async (tx) => {
    if (input.designated) {
      const { customerId, designated } = await contactRecords.require(tx, input.id, ['id']);
      if (!designated) await reserveDesignation(tx, customerId, context.now, ['designated']);
    }
    return contactRecords.update(tx, authorOf(context), input.id, input.expectedVersion, (current) => {
      if (input.designated && !current.active) throw contactInactive(['designated']);
      return {
        ...(input.name == null ? {} : { name: checkText(input.name, 'name') }),
        email: input.email == null ? input.email : checkEmail(input.email, 'email'),
        phone: input.phone == null ? input.phone : checkPhone(input.phone, 'phone'),
        ...(input.designated == null ? {} : { designated: input.designated }),
        locale: input.locale == null ? input.locale : checkLocale(input.locale, 'locale'),
      };
    });
  });
}

/** Imports rows of `contacts.csv`. Who is designated elsewhere is so here: the support level's maximum bounds steps. */
export function importContacts(context: RequestContext, input: ImportInput): Promise<ImportReport> {
  return importRows<ContactRow>(context.session, context.principal, input, {
    columns: importColumns,
    key: (row) => row.external_id,
    store: async (tx, source, rows) => {
      const { references, rejects, ...resolved } = await resolveReferences(tx, source, rows, {
        customer: {
          find: referencesTo('customer', 'coalesce(merged_into, id)'),
          of: (row) => [row.customer],
        },
      });
      const stored = await storeRecords<ContactRow, ContactRecord>(tx, source, resolved.rows, {
        records: contactRecords,
        prefix: 'con',
        author: authorOf(context),
        externalId: (row) => row.external_id,
        toRecord: (row, existing) => ({
          customerId: references['customer']?.get(row.customer),
          name: row.name,
          email: row.email,
          phone: row.phone,
          designated: cellOr(row.designated, false, existing),
          active: existing ? undefined : true,
          locale: row.locale,
        }),
      });
      return { ...stored, rejects };
    },
  });
}
