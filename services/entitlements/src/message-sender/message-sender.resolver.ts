import type { RequestContext } from '@plimsoll/shared';
import { Arg, Ctx, Directive, Query, Resolver } from 'type-graphql';
import { findMessageSender } from './message-sender.service.js';
import { MessageSender, MessageSenderAttempt } from './message-sender.types.js';

@Resolver()
export class MessageSenderResolver {
  @Directive('@inaccessible')
  @Query(() => MessageSender, {
    description:
      'Who may have sent a message from outside. Answered to the gateway alone, which no client can ask through.',
  })
  messageSender(
    @Arg('attempt', () => MessageSenderAttempt, { description: 'What the message tells of its sender.' })
    attempt: MessageSenderAttempt,
    @Ctx() context: RequestContext,
  ): Promise<MessageSender> {
    return findMessageSender(context, attempt);
  }
}
