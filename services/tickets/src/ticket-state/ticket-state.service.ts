import { checkText, type RequestContext } from '@plimsoll/shared';
import { IncidentPhase, initialPhase } from '../ticket-phase/index.js';
import { DESK_ROLES, LONGEST_TEXT, takeStep, type Happening } from '../ticket-step/index.js';
import { statusAfter, TicketTier, type TicketRecord } from '../ticket/index.js';
import type { ClassifyIncidentInput, HandProblemOverInput, PhaseStepInput } from './ticket-state.types.js';

/** Says what an incident belongs to and how severe it is; one that monitoring detected is recorded by it. */
export function classifyIncident(
  context: RequestContext,
  input: ClassifyIncidentInput,
): Promise<TicketRecord> {
  return takeStep(context, DESK_ROLES, input, (ticket) => {
    const category = checkText(input.category, 'category', 200);
    const { severity } = input;
    const text = input.text == null ? null : checkText(input.text, 'text', LONGEST_TEXT);
    const phase = ticket.phase ?? initialPhase(ticket.kind, ticket.channel);
    const recorded: Happening[] = phase === IncidentPhase.DETECTED ? [{ type: 'RECORDED' }] : [];
    return {
      changes: { status: statusAfter(ticket.status, { type: 'WORKED_ON' }), category, severity },
      events: [...recorded, { type: 'CLASSIFIED', text }],
    };
  });
}

/** Notes that those whom an incident concerns were told. */
export function notifyOfIncident(context: RequestContext, input: PhaseStepInput): Promise<TicketRecord> {
  return leadOn(context, input, 'NOTIFIED');
}

/** Notes the cause of an incident. */
export function diagnoseIncident(context: RequestContext, input: PhaseStepInput): Promise<TicketRecord> {
  return leadOn(context, input, 'DIAGNOSED');
}

/** Notes what was found of a problem. */
export function investigateProblem(context: RequestContext, input: PhaseStepInput): Promise<TicketRecord> {
  return leadOn(context, input, 'INVESTIGATED');
}

/** Declares a problem a known error, with how to live with it. */
export function declareKnownError(context: RequestContext, input: PhaseStepInput): Promise<TicketRecord> {
  return leadOn(context, input, 'KNOWN_ERROR');
}

/** Hands a problem to engineering (tier L4); whoever owns it in support goes on to own it. */
export function handProblemOver(context: RequestContext, input: HandProblemOverInput): Promise<TicketRecord> {
  const reference = input.reference == null ? null : checkText(input.reference, 'reference', 200);
  return leadOn(context, input, 'HANDED_OVER', reference, (ticket) => ({
    tier: TicketTier.L4,
    nature: input.nature ?? ticket.nature,
  }));
}

/** Takes a problem back from engineering: experts (L3) go on. */
export function takeProblemBack(context: RequestContext, input: PhaseStepInput): Promise<TicketRecord> {
  return leadOn(context, input, 'TAKEN_BACK', null, () => ({ tier: TicketTier.L3 }));
}

function leadOn(
  context: RequestContext,
  input: PhaseStepInput,
  type: string,
  to: string | null = null,
  changes: (ticket: TicketRecord) => Partial<TicketRecord> = () => ({}),
): Promise<TicketRecord> {
  return takeStep(context, DESK_ROLES, input, (ticket) => {
    const text = checkText(input.text, 'text', LONGEST_TEXT);
    const status = statusAfter(ticket.status, { type: 'WORKED_ON' });
    const moved: Happening[] =
      status !== ticket.status && to !== null
        ? [{ type: 'ACKNOWLEDGED', from: ticket.status, to: status }]
        : [];
    return { changes: { status, ...changes(ticket) }, events: [...moved, { type, to, text }] };
  });
}
