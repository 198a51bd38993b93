import {
  authorize,
  authorOf,
  checkText,
  createOnce,
  DomainError,
  invalid,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { DESK_ROLES, LONGEST_TEXT } from '../ticket-step/index.js';
import { ticketRecords, type TicketRecord } from '../ticket/index.js';
import { asHtml, checkBody, checkVariables, fill, type TemplateFacts } from './template-language.js';
import {
  findCustomerName,
  isNameTaken,
  replyTemplateRecords,
  type ReplyTemplateRecord,
} from './reply-template.store.js';
import type {
  CreateReplyTemplateInput,
  ReplyPreview,
  TemplateVariableInput,
  UpdateReplyTemplateInput,
} from './reply-template.types.js';

/** Writes a template, once for its idempotency key. Roles: admin, manager. */
export function createReplyTemplate(
  context: RequestContext,
  input: CreateReplyTemplateInput,
): Promise<ReplyTemplateRecord> {
  authorize(context, 'admin', 'manager');
  return createOnce(context, replyTemplateRecords, {
    prefix: 'rtp',
    mutation: 'createReplyTemplate',
    input,
    values: async (tx) => {
      const values = {
        name: checkText(input.name, 'name'),
        locale: checkLocale(input.locale ?? null),
        body: checkText(input.body, 'body', LONGEST_TEXT),
        isPublic: input.public,
        variables: variablesOf(input.variables ?? []),
        retiredAt: null,
      };
      checkBody(values.body, values.variables);
      await requireNameFree(tx, { id: null, ...values });
      return values;
    },
  });
}

/** Changes a template, or takes it out of use. Roles: admin, manager. */
export async function updateReplyTemplate(
  context: RequestContext,
  input: UpdateReplyTemplateInput,
): Promise<ReplyTemplateRecord> {
  authorize(context, 'admin', 'manager');
  return context.session.transaction((tx) =>
    replyTemplateRecords.update(tx, authorOf(context), input.id, input.expectedVersion, async (current) => {
      const next = {
        name: input.name == null ? current.name : checkText(input.name, 'name'),
        locale: input.locale === undefined ? current.locale : checkLocale(input.locale),
        body: input.body == null ? current.body : checkText(input.body, 'body', LONGEST_TEXT),
        isPublic: input.public ?? current.isPublic,
        variables: input.variables == null ? current.variables : variablesOf(input.variables),
        retiredAt: retirement(current.retiredAt, input.retired, context.now),
      };
      checkBody(next.body, next.variables);
      if (next.retiredAt === null) await requireNameFree(tx, { id: current.id, ...next });
      return next;
    }),
  );
}

function retirement(retiredAt: Date | null, retired: boolean | null | undefined, now: Date): Date | null {
  if (retired == null) return retiredAt;
  return retired ? (retiredAt ?? now) : null;
}

function variablesOf(given: readonly TemplateVariableInput[]) {
  return checkVariables(
    given.map(({ name, description, required }) => ({ name, description: description ?? null, required })),
  );
}

function checkLocale(text: string | null): string | null {
  if (text === null) return null;
  try {
    return new Intl.Locale(text).toString();
  } catch {
    throw invalid('`locale` is a language tag, such as de or pt-BR.', ['locale']);
  }
}

async function requireNameFree(tx: Session, template: Parameters<typeof isNameTaken>[1]): Promise<void> {
  if (await isNameTaken(tx, template)) {
    throw new DomainError('NAME_TAKEN', 'Another template has this name in this language.', ['name']);
  }
}

/**
 * What a template says about a ticket. In the caller's transaction, which has authorized the caller.
 *
 * @param purpose refuses a template that was not made for it: replies are read by customers, notes are not
 * @throws DomainError `NOT_FOUND`, `TEMPLATE_RETIRED`, `TEMPLATE_FOR_NOTES`, `INVALID` naming a variable
 */
export async function textOfTemplate(
  tx: Session,
  templateId: string,
  ticket: TicketRecord,
  values: unknown,
  purpose: { isPublic: boolean },
): Promise<string> {
  const template = await replyTemplateRecords.require(tx, templateId, ['templateId']);
  if (template.retiredAt) {
    throw new DomainError('TEMPLATE_RETIRED', 'This template is out of use.', ['templateId']);
  }
  if (purpose.isPublic && !template.isPublic) {
    throw new DomainError('TEMPLATE_FOR_NOTES', 'This template is for notes, which customers do not read.', [
      'templateId',
    ]);
  }
  if (values != null && (typeof values !== 'object' || Array.isArray(values))) {
    throw invalid('`templateValues` is an object of texts by the names of variables.', ['templateValues']);
  }
  return fill(template, await factsOf(tx, ticket), { ...values });
}

async function factsOf(tx: Session, ticket: TicketRecord): Promise<TemplateFacts> {
  const { id, subject, status, priority, kind, category, openedAt, customerId } = ticket;
  return {
    ticket: {
      id,
      subject,
      status,
      priority,
      kind,
      category: category ?? '',
      opened_at: openedAt.toISOString(),
    },
    customer: { name: customerId === null ? '' : ((await findCustomerName(tx, customerId)) ?? '') },
  };
}

/** What a template would say about a ticket; nothing is kept. Roles: admin, agent, operator, manager. */
export async function previewReply(
  context: RequestContext,
  templateId: string,
  ticketId: string,
  values: unknown,
): Promise<ReplyPreview> {
  authorize(context, ...DESK_ROLES);
  const { session } = context;
  const ticket = await ticketRecords.require(session, ticketId, ['ticketId']);
  const text = await textOfTemplate(session, templateId, ticket, values, { isPublic: false });
  return { text, html: asHtml(text) };
}
