import { Records, type Session } from '@plimsoll/shared';
import { ENTRY_COLUMNS, entryEventData, entryList } from '../change-calendar/index.js';
import { MaintenanceWindowEntity } from './maintenance-window.entity.js';

/** A maintenance window as the rest of the service knows it. */
export type MaintenanceWindowRecord = MaintenanceWindowEntity;

/** Maintenance windows, with their history and events. */
export const maintenanceWindowRecords = new Records<MaintenanceWindowRecord>({
  entity: MaintenanceWindowEntity,
  noun: 'maintenance window',
  eventNoun: 'maintenance_window',
  eventData: entryEventData,
});

/** How maintenance windows are listed. */
export const maintenanceWindowList = entryList('maintenance_window', ENTRY_COLUMNS);

/**
 * Those in force, whenever they occur: one that does not occur in a time still keeps changes of its assets out of it.
 * One statement.
 */
export function findMaintenanceWindowsInForce(session: Session): Promise<MaintenanceWindowRecord[]> {
  return session.query<MaintenanceWindowRecord>(
    `select ${ENTRY_COLUMNS} from maintenance_window e where e.withdrawn_at is null order by e.id`,
  );
}
