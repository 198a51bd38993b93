import type { RequestContext } from '@plimsoll/shared';
import { createEntry, updateEntry, withdrawEntry } from '../change-calendar/index.js';
import { maintenanceWindowRecords, type MaintenanceWindowRecord } from './maintenance-window.store.js';
import type {
  CreateMaintenanceWindowInput,
  UpdateMaintenanceWindowInput,
  WithdrawMaintenanceWindowInput,
} from './maintenance-window.types.js';

/** Creates a maintenance window. Roles: admin, manager, operator. */
export function createMaintenanceWindow(
  context: RequestContext,
  input: CreateMaintenanceWindowInput,
): Promise<MaintenanceWindowRecord> {
  return createEntry(context, maintenanceWindowRecords, {
    prefix: 'mwd',
    mutation: 'createMaintenanceWindow',
    input,
    own: {},
  });
}

/** Changes a maintenance window that is in force. Roles: admin, manager, operator. */
export function updateMaintenanceWindow(
  context: RequestContext,
  input: UpdateMaintenanceWindowInput,
): Promise<MaintenanceWindowRecord> {
  return updateEntry(context, maintenanceWindowRecords, input, {});
}

/** Ends a maintenance window: it no longer counts. Roles: admin, manager, operator. */
export function withdrawMaintenanceWindow(
  context: RequestContext,
  input: WithdrawMaintenanceWindowInput,
): Promise<MaintenanceWindowRecord> {
  return withdrawEntry(context, maintenanceWindowRecords, input);
}
