import { ConnectionArgs, payload, toConnection, type RequestContext } from '@plimsoll/shared';
import { Arg, Args, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { TicketPayload } from '../ticket-step/index.js';
import { Ticket } from '../ticket/index.js';
import { loadAssessment, loadHits } from './impact-assessment.loader.js';
import { overrideTicketImpact, withdrawImpactOverride } from './impact-assessment.service.js';
import {
  HitCustomerConnection,
  ImpactAssessment,
  OverrideTicketImpactInput,
  WithdrawImpactOverrideInput,
} from './impact-assessment.types.js';

@Resolver(() => Ticket)
export class TicketImpactResolver {
  @FieldResolver(() => ImpactAssessment, {
    nullable: true,
    description:
      'Which impact follows from the customers it hits, and what a person said instead; null where nothing is known. Staff only.',
  })
  impactAssessment(@Root() ticket: Ticket, @Ctx() context: RequestContext) {
    return context.scope.kind === 'STAFF' ? loadAssessment(context, ticket.id) : null;
  }
}

@Resolver(() => ImpactAssessment)
export class ImpactAssessmentResolver {
  @FieldResolver(() => HitCustomerConnection, {
    nullable: true,
    description: 'The customers it hits, each once.',
  })
  async customers(
    @Root() assessment: ImpactAssessment,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await loadHits(context, assessment.ticketId, args);
    return page && toConnection(page, (row) => row);
  }

  @Mutation(() => TicketPayload, {
    description:
      'Gives an open incident another impact than follows from the customers it hits; its priority follows unless a person gave it. Roles: admin, agent, operator, manager.',
  })
  overrideTicketImpact(
    @Arg('input', () => OverrideTicketImpactInput, { description: 'Which impact, and why.' })
    input: OverrideTicketImpactInput,
    @Ctx() context: RequestContext,
  ): Promise<TicketPayload> {
    return payload(async () => ({ ticket: await overrideTicketImpact(context, input) }));
  }

  @Mutation(() => TicketPayload, {
    description:
      'Lets the impact of an open incident follow from the customers it hits again. Roles: admin, agent, operator, manager.',
  })
  withdrawImpactOverride(
    @Arg('input', () => WithdrawImpactOverrideInput, { description: 'Of which ticket, and why.' })
    input: WithdrawImpactOverrideInput,
    @Ctx() context: RequestContext,
  ): Promise<TicketPayload> {
    return payload(async () => ({ ticket: await withdrawImpactOverride(context, input) }));
  }
}
