import { Records, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import { ENTRY_COLUMNS, ENTRY_MAY_OCCUR, entryEventData } from '../change-calendar/index.js';
import { MaintenanceWindowEntity } from './maintenance-window.entity.js';
import type { MaintenanceWindowFilter, MaintenanceWindowOrderField } from './maintenance-window.types.js';

/** A maintenance window as the rest of the service knows it. */
export type MaintenanceWindowRecord = MaintenanceWindowEntity;

/** What may be asked of the list of maintenance windows. */
export type MaintenanceWindowListArguments = ListArguments<
  MaintenanceWindowFilter,
  keyof typeof MaintenanceWindowOrderField
>;

/** Maintenance windows, with their history and events. */
export const maintenanceWindowRecords = new Records<MaintenanceWindowRecord>({
  entity: MaintenanceWindowEntity,
  noun: 'maintenance window',
  eventNoun: 'maintenance_window',
  eventData: entryEventData,
});

const COLUMNS = ENTRY_COLUMNS;

/** How maintenance windows are listed. */
export const maintenanceWindowList: ListDefinition<
  MaintenanceWindowFilter,
  keyof typeof MaintenanceWindowOrderField
> = {
  columns: COLUMNS,
  from: 'maintenance_window e',
  id: 'e.id',
  orders: {
    STARTS_AT: { sql: 'e.starts_at', type: 'timestamptz' },
    NAME: { sql: 'e.name', type: 'text' },
  },
  defaultOrder: { field: 'STARTS_AT', direction: 'ASC' },
  where: (filter, parameters) => [
    ...(filter.search ? [`e.name ilike ${parameters.addContaining(filter.search)}`] : []),
    ...(filter.withdrawn == null ? [] : [`e.withdrawn_at is ${filter.withdrawn ? 'not null' : 'null'}`]),
  ],
};

/** Those in force that may have an occurrence within [from, to); one statement. */
export function findOccurringMaintenanceWindows(
  session: Session,
  from: Date,
  to: Date,
): Promise<MaintenanceWindowRecord[]> {
  return session.query<MaintenanceWindowRecord>(
    `select ${COLUMNS} from maintenance_window e where ${ENTRY_MAY_OCCUR} order by e.id`,
    [from, to],
  );
}
