import { listPage, type Page, type RequestContext } from '@plimsoll/shared';
import type { EntryListArguments } from '../change-calendar/index.js';
import {
  maintenanceWindowList,
  maintenanceWindowRecords,
  type MaintenanceWindowRecord,
} from './maintenance-window.store.js';

/** The maintenance window with this id, or null where the caller sees none; batched a request. */
export function loadMaintenanceWindow(
  context: RequestContext,
  id: string,
): Promise<MaintenanceWindowRecord | null> {
  return context
    .loader<string, MaintenanceWindowRecord>('maintenance_window', (ids) =>
      maintenanceWindowRecords.findInOrder(context.session, ids),
    )
    .load(id);
}

/** The maintenance window with this external id, or null where the caller sees none. */
export async function loadMaintenanceWindowByExternalId(
  context: RequestContext,
  source: string,
  externalId: string,
): Promise<MaintenanceWindowRecord | null> {
  const found = await maintenanceWindowRecords.findByExternalIds(context.session, source, [externalId]);
  return found.get(externalId) ?? null;
}

/** A page of the maintenance windows the caller sees. */
export function listMaintenanceWindows(
  context: RequestContext,
  args: EntryListArguments,
): Promise<Page<MaintenanceWindowRecord>> {
  return listPage(context.session, maintenanceWindowList, args);
}
