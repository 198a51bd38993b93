import { authorize, authorOf, createOnce, type RequestContext } from '@plimsoll/shared';
import { checkInForce, editedEntry, newEntry } from '../change-calendar/index.js';
import { maintenanceWindowRecords, type MaintenanceWindowRecord } from './maintenance-window.store.js';
import type {
  CreateMaintenanceWindowInput,
  UpdateMaintenanceWindowInput,
  WithdrawMaintenanceWindowInput,
} from './maintenance-window.types.js';

/** Creates a maintenance window. Roles: admin, manager, operator. */
export async function createMaintenanceWindow(
  context: RequestContext,
  input: CreateMaintenanceWindowInput,
): Promise<MaintenanceWindowRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return createOnce(context, maintenanceWindowRecords, {
    prefix: 'mwd',
    mutation: 'createMaintenanceWindow',
    input,
    values: (tx) => newEntry(tx, input),
  });
}

/** Changes a maintenance window that is in force. Roles: admin, manager, operator. */
export async function updateMaintenanceWindow(
  context: RequestContext,
  input: UpdateMaintenanceWindowInput,
): Promise<MaintenanceWindowRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return context.session.transaction((tx) =>
    maintenanceWindowRecords.update(
      tx,
      authorOf(context),
      input.id,
      input.expectedVersion,
      async (current) => {
        checkInForce('maintenance window', current);
        return editedEntry(tx, current, input);
      },
    ),
  );
}

/** Ends a maintenance window: it no longer counts. Roles: admin, manager, operator. */
export async function withdrawMaintenanceWindow(
  context: RequestContext,
  input: WithdrawMaintenanceWindowInput,
): Promise<MaintenanceWindowRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return context.session.transaction((tx) =>
    maintenanceWindowRecords.update(
      tx,
      authorOf(context, input.reason ?? null),
      input.id,
      input.expectedVersion,
      (current) => {
        checkInForce('maintenance window', current);
        return { withdrawnAt: context.now };
      },
    ),
  );
}
