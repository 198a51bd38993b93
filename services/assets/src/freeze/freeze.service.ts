import type { RequestContext } from '@plimsoll/shared';
import { createEntry, updateEntry, withdrawEntry } from '../change-calendar/index.js';
import { freezeRecords, type FreezeRecord } from './freeze.store.js';
import type { CreateFreezeInput, UpdateFreezeInput, WithdrawFreezeInput } from './freeze.types.js';

/** Creates a freeze. Roles: admin, manager, operator. */
export function createFreeze(context: RequestContext, input: CreateFreezeInput): Promise<FreezeRecord> {
  const own = { allowsEmergency: input.allowsEmergency };
  return createEntry(context, freezeRecords, { prefix: 'frz', mutation: 'createFreeze', input, own });
}

/** Changes a freeze that is in force. Roles: admin, manager, operator. */
export function updateFreeze(context: RequestContext, input: UpdateFreezeInput): Promise<FreezeRecord> {
  const { allowsEmergency } = input;
  return updateEntry(context, freezeRecords, input, allowsEmergency == null ? {} : { allowsEmergency });
}

/** Ends a freeze: it no longer counts. Roles: admin, manager, operator. */
export function withdrawFreeze(context: RequestContext, input: WithdrawFreezeInput): Promise<FreezeRecord> {
  return withdrawEntry(context, freezeRecords, input);
}
