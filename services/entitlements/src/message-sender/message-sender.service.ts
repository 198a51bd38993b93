import { DomainError, type RequestContext, type Session } from '@plimsoll/shared';
import { callersNumbers, countryOf, findCallers } from '../call-routing/index.js';
import { csiKey, findByCsis } from '../customer/index.js';
import { addressKey } from './message-sender.rules.js';
import { findContactsByAddress } from './message-sender.store.js';
import type { MessageSender, MessageSenderAttempt } from './message-sender.types.js';

/**
 * Who may have sent a message: the contacts with its mail address or number, and the customer whose support identifier it
 * gives. Asked by the gateway alone, on whose way to other services addresses and numbers stop.
 *
 * @throws DomainError `NOT_FOUND` for everybody else
 */
export function findMessageSender(
  context: RequestContext,
  { email, phone, csi }: MessageSenderAttempt,
): Promise<MessageSender> {
  if (context.principal.gateway !== true) {
    throw new DomainError('NOT_FOUND', 'There is nothing here for you.', []);
  }
  return context.session.transactionAs({ kind: 'SYSTEM' }, async (tx) => {
    const key = csi?.trim() ? csiKey(csi) : null;
    const customer = key === null ? null : ((await findByCsis(tx, [key])).get(key) ?? null);
    const address = email?.trim() ? addressKey(email) : null;
    const byAddress = address === null ? [] : await findContactsByAddress(tx, address);
    const byNumber = phone?.trim() ? await contactsByNumber(tx, phone, customer) : [];
    return {
      contactIds: [...new Set([...byAddress, ...byNumber])].slice(0, 20),
      customerId: customer?.id ?? null,
    };
  });
}

async function contactsByNumber(
  tx: Session,
  phone: string,
  customer: Parameters<typeof countryOf>[0] | null,
): Promise<string[]> {
  const numbers = callersNumbers(phone, customer && countryOf(customer));
  const callers = numbers.length === 0 ? [] : await findCallers(tx, numbers);
  return callers.map(({ contactId }) => contactId);
}
