import { ConnectionArgs, toConnection, viewerIdOf, type RequestContext } from '@plimsoll/shared';
import { Args, Ctx, Directive, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { loadOnCallRotation, OnCallRotation, rotationsOf } from '../on-call-rotation/index.js';
import { QueueHealth, queueHealthOf } from '../queue-health/index.js';
import {
  CustomerWorkConnection,
  pageOfCustomerWork,
  pageOfWork,
  WorkListConnection,
} from '../work-list/index.js';
import { AgentDesk, ContactDesk, OnCallDuty, PartnerDesk, Viewer } from './me.types.js';

@Resolver(() => Viewer)
export class ViewerResolver {
  @Query(() => Viewer, {
    nullable: true,
    description: 'Who is asking, with what they have to do; null without a role.',
  })
  me(@Ctx() { principal, scope }: RequestContext): Viewer | null {
    return scope.kind === 'NOBODY' ? null : { id: viewerIdOf(principal), roles: principal.roles };
  }

  @FieldResolver(() => AgentDesk, {
    nullable: true,
    description: 'What a member of staff works on; null for others, and for a token that names no person.',
  })
  agent(@Ctx() context: RequestContext): { id: string } | null {
    return ownDesk(context);
  }

  @FieldResolver(() => PartnerDesk, {
    nullable: true,
    description: 'What waits for a reseller; null for others.',
  })
  partner(@Ctx() { scope }: RequestContext): { partnerId: string } | null {
    return scope.kind === 'PARTNER' ? { partnerId: scope.partnerId } : null;
  }

  @FieldResolver(() => ContactDesk, {
    nullable: true,
    description: 'What waits for a contact of a customer; null for others.',
  })
  contact(@Ctx() { principal, scope }: RequestContext): { contactId: string } | null {
    return scope.kind === 'CONTACT' && principal.contactId !== undefined
      ? { contactId: principal.contactId }
      : null;
  }
}

/** The desk of whoever asks; null for who is no member of staff, or nobody by name. */
function ownDesk({ principal, scope }: RequestContext): { id: string } | null {
  return scope.kind === 'STAFF' && principal.personId !== undefined ? { id: principal.personId } : null;
}

/** References to the caller's own desk; nobody is given another's. */
export function agentDeskReferences(
  references: readonly ({ id: string } & Record<string, unknown>)[],
  context: RequestContext,
): Promise<(object | null)[]> {
  const own = ownDesk(context)?.id;
  return Promise.resolve(
    references.map(({ id, owedApprovals }) => (id === own ? { id, owedApprovals } : null)),
  );
}

/** References to whoever asks; to anybody else they lead nowhere. */
export function viewerReferences(
  references: readonly { id: string }[],
  { principal, scope }: RequestContext,
): Promise<(Viewer | null)[]> {
  const own = scope.kind === 'NOBODY' ? null : viewerIdOf(principal);
  return Promise.resolve(references.map(({ id }) => (id === own ? { id, roles: principal.roles } : null)));
}

@Resolver(() => AgentDesk)
export class AgentDeskResolver {
  @FieldResolver(() => [OnCallDuty], {
    nullable: true,
    description: 'By which rotations they are on call now, by name; empty: by none.',
  })
  onCall(@Root() { id }: AgentDesk, @Ctx() { session, now }: RequestContext) {
    return rotationsOf(session, id, now);
  }

  @Directive('@requires(fields: "owedApprovals")')
  @FieldResolver(() => WorkListConnection, {
    nullable: true,
    description:
      'What they have to do, in the order in which it matters: their open tickets, what was escalated to them, and changes that wait for their decision. By reason, then by what is due first. Null while the service of changes does not answer: `tickets(filter: { assigneeId })` does then.',
  })
  async workList(
    @Root() { id, owedApprovals }: AgentDesk,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await pageOfWork(context, id, owedApprovals, args), (entry) => entry);
  }

  @FieldResolver(() => [QueueHealth], {
    nullable: true,
    description: 'What waits in the queues in which they work, by name.',
  })
  queues(@Root() { id }: AgentDesk, @Ctx() context: RequestContext) {
    return queueHealthOf(context, id);
  }
}

@Resolver(() => OnCallDuty)
export class OnCallDutyResolver {
  @FieldResolver(() => OnCallRotation, { nullable: true, description: 'The rotation.' })
  rotation(@Root() { rotationId }: OnCallDuty, @Ctx() context: RequestContext) {
    return loadOnCallRotation(context, rotationId);
  }
}

const WAITING = 'answers, solutions to confirm, ratings; by reason, then what waits longest';

@Resolver(() => ContactDesk)
export class ContactDeskResolver {
  @FieldResolver(() => CustomerWorkConnection, {
    nullable: true,
    description: `What waits for the contact, of their own tickets and those of the company that name no contact: ${WAITING}.`,
  })
  async workList(
    @Root() { contactId }: ContactDesk,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    const { scope } = context;
    if (scope.kind !== 'CONTACT') return null;
    const contact = { id: contactId, customerId: scope.customerId };
    return toConnection(await pageOfCustomerWork(context, contact, args), (entry) => entry);
  }
}

@Resolver(() => PartnerDesk)
export class PartnerDeskResolver {
  @FieldResolver(() => CustomerWorkConnection, {
    nullable: true,
    description: `What waits for the customers of the reseller, and of those below it: ${WAITING}.`,
  })
  async workList(@Args(() => ConnectionArgs) args: ConnectionArgs, @Ctx() context: RequestContext) {
    return toConnection(await pageOfCustomerWork(context, null, args), (entry) => entry);
  }
}
