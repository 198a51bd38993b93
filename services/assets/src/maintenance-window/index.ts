export { MaintenanceWindowEntity } from './maintenance-window.entity.js';

export { MaintenanceWindowResolver } from './maintenance-window.resolver.js';
export {
  findOccurringMaintenanceWindows,
  maintenanceWindowRecords,
  type MaintenanceWindowRecord,
} from './maintenance-window.store.js';
