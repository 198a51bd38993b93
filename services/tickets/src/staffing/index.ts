export { StaffingResolver } from './staffing.resolver.js';
