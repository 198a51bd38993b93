import { listPage, type Page, type RequestContext } from '@plimsoll/shared';
import type { TicketKind, TicketTier } from '../ticket/index.js';
import type { EscalationKind, Form } from './escalation-form.rules.js';
import {
  escalationFormList,
  escalationFormRecords,
  findForm,
  type EscalationFormListArguments,
  type EscalationFormRecord,
} from './escalation-form.store.js';

/** The form with this id, or null where the caller sees none; batched a request. */
export function loadEscalationForm(
  context: RequestContext,
  id: string,
): Promise<EscalationFormRecord | null> {
  return context
    .loader<string, EscalationFormRecord>('escalation form', (ids) =>
      escalationFormRecords.findInOrder(context.session, ids),
    )
    .load(id);
}

/** A page of the forms the caller sees. */
export function listEscalationForms(
  context: RequestContext,
  args: EscalationFormListArguments,
): Promise<Page<EscalationFormRecord>> {
  return listPage(context.session, escalationFormList, args);
}

/** The form that an escalation follows; the caller has been found to see its ticket. */
export function loadFormFor(
  context: RequestContext,
  asked: { kind: EscalationKind; ticketKind: TicketKind; tier: TicketTier | null },
): Promise<Form> {
  return context.session.transaction((tx) => findForm(tx, asked));
}
