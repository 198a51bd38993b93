import { ConnectionArgs, payload, toConnection, type RequestContext } from '@plimsoll/shared';
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { loadTicket, TicketTier } from '../ticket/index.js';
import { listEscalationForms, loadEscalationForm, loadFormFor } from './escalation-form.loader.js';
import { EscalationKind } from './escalation-form.rules.js';
import { createEscalationForm, updateEscalationForm } from './escalation-form.service.js';
import {
  CreateEscalationFormInput,
  EscalationForm,
  EscalationFormConnection,
  EscalationFormPayload,
  EscalationFormsArgs,
  EscalationFormView,
  UpdateEscalationFormInput,
} from './escalation-form.types.js';

@Resolver(() => EscalationForm)
export class EscalationFormResolver {
  @Query(() => EscalationForm, {
    nullable: true,
    description: 'The form with this id; null where there is none for you.',
  })
  escalationForm(
    @Arg('id', () => ID, { description: 'Identifier, `esf_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ) {
    return loadEscalationForm(context, id);
  }

  @Query(() => EscalationFormConnection, { description: 'Forms of escalations. Staff only.' })
  async escalationForms(
    @Args(() => EscalationFormsArgs) args: EscalationFormsArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listEscalationForms(context, args), (row) => row);
  }

  @Query(() => EscalationFormView, {
    nullable: true,
    description:
      'What has to be told when this ticket is escalated; null where there is no such ticket for you. Customers and partners are told what REQUESTED asks for alone.',
  })
  async escalationFormFor(
    @Arg('tier', () => TicketTier, { nullable: true, description: 'To which tier; null: to none.' })
    tier: TicketTier | null,
    @Arg('kind', () => EscalationKind, { description: 'What the escalation is.' }) kind: EscalationKind,
    @Arg('ticketId', () => ID, { description: 'The ticket, `tkt_…`.' }) ticketId: string,
    @Ctx() context: RequestContext,
  ): Promise<EscalationFormView | null> {
    const ticket = await loadTicket(context, ticketId);
    if (!ticket || (context.scope.kind !== 'STAFF' && kind !== EscalationKind.REQUESTED)) return null;
    return loadFormFor(context, { kind, ticketKind: ticket.kind, tier: tier ?? null });
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first.',
  })
  history(
    @Root() { id }: EscalationForm,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'escalation_form', id, args);
  }

  @Mutation(() => EscalationFormPayload, { description: 'Makes a form. Roles: admin, manager.' })
  createEscalationForm(
    @Arg('input', () => CreateEscalationFormInput, { description: 'The new form.' })
    input: CreateEscalationFormInput,
    @Ctx() context: RequestContext,
  ): Promise<EscalationFormPayload> {
    return payload(async () => ({ form: await createEscalationForm(context, input) }));
  }

  @Mutation(() => EscalationFormPayload, { description: 'Edits a form. Roles: admin, manager.' })
  updateEscalationForm(
    @Arg('input', () => UpdateEscalationFormInput, { description: 'What changes.' })
    input: UpdateEscalationFormInput,
    @Ctx() context: RequestContext,
  ): Promise<EscalationFormPayload> {
    return payload(async () => ({ form: await updateEscalationForm(context, input) }));
  }
}
