import { ConnectionArgs, payload, toConnection, type RequestContext } from '@plimsoll/shared';
import { Arg, Args, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { EscalationPolicy, loadEscalationPolicy } from '../escalation-policy/index.js';
import { Escalation } from '../escalation/index.js';
import { loadTicket, Ticket } from '../ticket/index.js';
import { loadEscalationRun, loadRunsOf } from './escalation-run.loader.js';
import { startEscalation, stopEscalation } from './escalation-run.service.js';
import {
  EscalationRun,
  EscalationRunConnection,
  EscalationRunPayload,
  StartEscalationInput,
  StopEscalationInput,
} from './escalation-run.types.js';

@Resolver(() => EscalationRun)
export class EscalationRunResolver {
  @FieldResolver(() => EscalationPolicy, { nullable: true, description: 'The policy as it is now.' })
  policy(@Root() { policyId }: EscalationRun, @Ctx() context: RequestContext) {
    return loadEscalationPolicy(context, policyId);
  }

  @FieldResolver(() => Ticket, { nullable: true, description: 'The ticket.' })
  ticket(@Root() { ticketId }: EscalationRun, @Ctx() context: RequestContext) {
    return loadTicket(context, ticketId);
  }

  @Mutation(() => EscalationRunPayload, {
    description:
      'Begins a policy over a ticket by hand, once for its idempotency key. Roles: admin, agent, operator, manager.',
  })
  startEscalation(
    @Arg('input', () => StartEscalationInput, { description: 'Which policy, over which ticket, and why.' })
    input: StartEscalationInput,
    @Ctx() context: RequestContext,
  ): Promise<EscalationRunPayload> {
    return payload(async () => ({ run: await startEscalation(context, input) }));
  }

  @Mutation(() => EscalationRunPayload, {
    description:
      'Ends a run: no more steps are taken, nobody is waited for. Roles: admin, agent, operator, manager.',
  })
  stopEscalation(
    @Arg('input', () => StopEscalationInput, { description: 'Which, and why.' }) input: StopEscalationInput,
    @Ctx() context: RequestContext,
  ): Promise<EscalationRunPayload> {
    return payload(async () => ({ run: await stopEscalation(context, input) }));
  }
}

@Resolver(() => Ticket)
export class TicketRunsResolver {
  @FieldResolver(() => EscalationRunConnection, {
    nullable: true,
    description: 'The policies that have begun over it, the latest first. Staff only.',
  })
  async escalationRuns(
    @Root() { id }: Ticket,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await loadRunsOf(context, 'ticket', id, args);
    return page && toConnection(page, (row) => row);
  }
}

@Resolver(() => EscalationPolicy)
export class PolicyRunsResolver {
  @FieldResolver(() => EscalationRunConnection, {
    nullable: true,
    description: 'The tickets over which it has begun, the latest first.',
  })
  async runs(
    @Root() { id }: EscalationPolicy,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await loadRunsOf(context, 'policy', id, args);
    return page && toConnection(page, (row) => row);
  }
}

@Resolver(() => Escalation)
export class EscalationOfRunResolver {
  @FieldResolver(() => EscalationRun, {
    nullable: true,
    description: 'The run of a policy that raised it; null: by hand, or asked for. Staff only.',
  })
  run(@Root() { runId }: Escalation, @Ctx() context: RequestContext) {
    return runId == null ? null : loadEscalationRun(context, runId);
  }
}
