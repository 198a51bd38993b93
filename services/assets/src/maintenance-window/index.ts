export { MaintenanceWindowEntity } from './maintenance-window.entity.js';
export { MaintenanceWindowResolver } from './maintenance-window.resolver.js';
export { findMaintenanceWindowsInForce, maintenanceWindowRecords } from './maintenance-window.store.js';
