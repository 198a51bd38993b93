import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { payload, type RequestContext } from '@plimsoll/shared';
import { TicketPayload } from '../ticket-step/index.js';
import { Ticket } from '../ticket/index.js';
import {
  applyCurrentAgreement,
  correctTicketEvent,
  recomputeClocks,
  recordTicketPause,
} from './clock-correction.service.js';
import {
  ApplyCurrentAgreementInput,
  CorrectTicketEventInput,
  RecomputeClocksInput,
  RecomputeClocksPayload,
  RecordTicketPauseInput,
} from './clock-correction.types.js';

@Resolver(() => Ticket)
export class ClockCorrectionResolver {
  @Mutation(() => TicketPayload, {
    description:
      'Tells afterwards that a ticket stood still: its clocks are counted again, and breaches that were none are withdrawn. Roles: admin, operator, manager.',
  })
  recordTicketPause(
    @Arg('input', () => RecordTicketPauseInput, { description: 'When and why.' })
    input: RecordTicketPauseInput,
    @Ctx() context: RequestContext,
  ) {
    return payload(async () => ({ ticket: await recordTicketPause(context, input) }));
  }

  @Mutation(() => TicketPayload, {
    description:
      'Tells when an event of a ticket really happened. The event stays as it is; its clocks are counted again, and breaches that were none are withdrawn. Roles: admin, operator, manager.',
  })
  correctTicketEvent(
    @Arg('input', () => CorrectTicketEventInput, { description: 'Which event, and when.' })
    input: CorrectTicketEventInput,
    @Ctx() context: RequestContext,
  ) {
    return payload(async () => ({ ticket: await correctTicketEvent(context, input) }));
  }

  @Mutation(() => TicketPayload, {
    description:
      'Has a ticket counted by what its customer is promised now, instead of when it was opened. Roles: admin, operator, manager.',
  })
  applyCurrentAgreement(
    @Arg('input', () => ApplyCurrentAgreementInput, { description: 'Which ticket, how and why.' })
    input: ApplyCurrentAgreementInput,
    @Ctx() context: RequestContext,
  ) {
    return payload(async () => ({ ticket: await applyCurrentAgreement(context, input) }));
  }

  @Mutation(() => RecomputeClocksPayload, {
    description:
      'Computes clocks again from the logs of tickets, and freezes the targets of those that have none yet. Roles: admin, operator.',
  })
  recomputeClocks(
    @Arg('input', () => RecomputeClocksInput, { description: 'Which tickets.' }) input: RecomputeClocksInput,
    @Ctx() context: RequestContext,
  ) {
    return payload(async () => ({ recomputed: await recomputeClocks(context, input) }));
  }
}
