import { authorize, authorOf, createOnce, type RequestContext } from '@plimsoll/shared';
import { checkInForce, editedEntry, newEntry } from '../change-calendar/index.js';
import { freezeRecords, type FreezeRecord } from './freeze.store.js';
import type { CreateFreezeInput, UpdateFreezeInput, WithdrawFreezeInput } from './freeze.types.js';

/** Creates a freeze. Roles: admin, manager, operator. */
export async function createFreeze(context: RequestContext, input: CreateFreezeInput): Promise<FreezeRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return createOnce(context, freezeRecords, {
    prefix: 'frz',
    mutation: 'createFreeze',
    input,
    values: async (tx) => ({ ...(await newEntry(tx, input)), allowsEmergency: input.allowsEmergency }),
  });
}

/** Changes a freeze that is in force. Roles: admin, manager, operator. */
export async function updateFreeze(context: RequestContext, input: UpdateFreezeInput): Promise<FreezeRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return context.session.transaction((tx) =>
    freezeRecords.update(tx, authorOf(context), input.id, input.expectedVersion, async (current) => {
      checkInForce('freeze', current);
      return {
        ...(await editedEntry(tx, current, input)),
        ...(input.allowsEmergency == null ? {} : { allowsEmergency: input.allowsEmergency }),
      };
    }),
  );
}

/** Ends a freeze: it no longer counts. Roles: admin, manager, operator. */
export async function withdrawFreeze(
  context: RequestContext,
  input: WithdrawFreezeInput,
): Promise<FreezeRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return context.session.transaction((tx) =>
    freezeRecords.update(
      tx,
      authorOf(context, input.reason ?? null),
      input.id,
      input.expectedVersion,
      (current) => {
        checkInForce('freeze', current);
        return { withdrawnAt: context.now };
      },
    ),
  );
}
