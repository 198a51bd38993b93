import { listPage, type Page, type RequestContext } from '@plimsoll/shared';
import {
  findReceived,
  receivedMessageList,
  type ReceivedMessageListArguments,
  type ReceivedMessageRecord,
} from './received-message.store.js';

/** The message with this id, or null where the caller sees none; batched a request. */
export function loadReceivedMessage(
  context: RequestContext,
  id: string,
): Promise<ReceivedMessageRecord | null> {
  return context
    .loader<string, ReceivedMessageRecord>('received message', (ids) => findReceived(context.session, ids))
    .load(id);
}

/** A page of the messages from outside that the caller sees. */
export function listReceivedMessages(
  context: RequestContext,
  args: ReceivedMessageListArguments,
): Promise<Page<ReceivedMessageRecord>> {
  return listPage(context.session, receivedMessageList, args);
}
