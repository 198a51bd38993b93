import { ConnectionArgs, payload, type RequestContext } from '@plimsoll/shared';
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { Queue, queueLoaders } from '../queue/index.js';
import { loadConversationPolicy } from './conversation-policy.loader.js';
import { setConversationPolicy } from './conversation-policy.service.js';
import {
  ConversationPolicy,
  ConversationPolicyPayload,
  SetConversationPolicyInput,
} from './conversation-policy.types.js';

@Resolver(() => ConversationPolicy)
export class ConversationPolicyResolver {
  @Query(() => ConversationPolicy, {
    nullable: true,
    description: 'How replies and messages of strangers are dealt with. Staff only.',
  })
  conversationPolicy(@Ctx() context: RequestContext): Promise<ConversationPolicy | null> {
    return loadConversationPolicy(context);
  }

  @FieldResolver(() => Queue, {
    nullable: true,
    description: 'The queue of messages whose sender nobody knows; null: the queue `Unknown senders`.',
  })
  strangersQueue(@Root() policy: ConversationPolicy, @Ctx() context: RequestContext) {
    return policy.strangersQueueId == null ? null : queueLoaders.byId(context, policy.strangersQueueId);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first. Staff only.',
  })
  history(
    @Root() policy: ConversationPolicy,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'conversation_policy', policy.id, args);
  }

  @Mutation(() => ConversationPolicyPayload, {
    description:
      'Says how replies and messages of strangers are dealt with from now on. Roles: admin, manager.',
  })
  setConversationPolicy(
    @Arg('input', () => SetConversationPolicyInput, { description: 'What changes.' })
    input: SetConversationPolicyInput,
    @Ctx() context: RequestContext,
  ): Promise<ConversationPolicyPayload> {
    return payload(async () => ({ policy: await setConversationPolicy(context, input) }));
  }
}
