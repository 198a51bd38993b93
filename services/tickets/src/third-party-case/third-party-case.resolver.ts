import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { ConnectionArgs, payload, toConnection, type RequestContext } from '@plimsoll/shared';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { TicketPayload } from '../ticket-step/index.js';
import { loadTicket, Ticket } from '../ticket/index.js';
import { listThirdPartyCases, loadCasesOf, loadThirdPartyCase } from './third-party-case.loader.js';
import { checkThirdPartyCase, endThirdPartyCase, referToThirdParty } from './third-party-case.service.js';
import {
  CheckThirdPartyCaseInput,
  EndThirdPartyCaseInput,
  ReferToThirdPartyInput,
  ThirdPartyCase,
  ThirdPartyCaseConnection,
  ThirdPartyCasePayload,
  ThirdPartyCasesArgs,
} from './third-party-case.types.js';

@Resolver(() => Ticket)
export class TicketThirdPartyResolver {
  @FieldResolver(() => ThirdPartyCaseConnection, {
    nullable: true,
    description: 'What those outside were asked to do for it. Staff only.',
  })
  async thirdPartyCases(
    @Root() ticket: Ticket,
    @Args(() => ThirdPartyCasesArgs) args: ThirdPartyCasesArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await loadCasesOf(context, ticket.id, args);
    return page && toConnection(page, (row) => row);
  }
}

@Resolver(() => ThirdPartyCase)
export class ThirdPartyCaseResolver {
  @Query(() => ThirdPartyCase, {
    nullable: true,
    description: 'The case with this id; null where there is none for you. Staff only.',
  })
  thirdPartyCase(
    @Arg('id', () => ID, { description: 'Identifier, `tpc_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ) {
    return loadThirdPartyCase(context, id);
  }

  @Query(() => ThirdPartyCaseConnection, { description: 'Cases with those outside. Staff only.' })
  async thirdPartyCases(
    @Args(() => ThirdPartyCasesArgs) args: ThirdPartyCasesArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listThirdPartyCases(context, args), (row) => row);
  }

  @FieldResolver(() => Ticket, { nullable: true, description: 'The ticket for which they were asked.' })
  ticket(@Root() record: ThirdPartyCase, @Ctx() context: RequestContext) {
    return loadTicket(context, record.ticketId);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first. Staff only.',
  })
  history(
    @Root() record: ThirdPartyCase,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'third_party_case', record.id, args);
  }

  @Mutation(() => TicketPayload, {
    description:
      'Lets a ticket wait for somebody outside: with their reference, and when to look after it. Roles: admin, agent, operator, manager.',
  })
  referToThirdParty(
    @Arg('input', () => ReferToThirdPartyInput, { description: 'Who is asked.' })
    input: ReferToThirdPartyInput,
    @Ctx() context: RequestContext,
  ): Promise<TicketPayload> {
    return payload(async () => ({ ticket: await referToThirdParty(context, input) }));
  }

  @Mutation(() => ThirdPartyCasePayload, {
    description:
      'Notes what was heard of a case, and when to look after it next. Roles: admin, agent, operator, manager.',
  })
  checkThirdPartyCase(
    @Arg('input', () => CheckThirdPartyCaseInput, { description: 'What was heard.' })
    input: CheckThirdPartyCaseInput,
    @Ctx() context: RequestContext,
  ): Promise<ThirdPartyCasePayload> {
    return payload(async () => ({ thirdPartyCase: await checkThirdPartyCase(context, input) }));
  }

  @Mutation(() => ThirdPartyCasePayload, {
    description:
      'Ends a case with what came of it; a ticket that waits for it goes on. Roles: admin, agent, operator, manager.',
  })
  endThirdPartyCase(
    @Arg('input', () => EndThirdPartyCaseInput, { description: 'What came of it.' })
    input: EndThirdPartyCaseInput,
    @Ctx() context: RequestContext,
  ): Promise<ThirdPartyCasePayload> {
    return payload(async () => ({ thirdPartyCase: await endThirdPartyCase(context, input) }));
  }
}
